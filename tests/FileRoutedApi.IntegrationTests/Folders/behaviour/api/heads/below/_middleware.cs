async Task Middleware(HttpContext context, RequestDelegate next) => await next(context);

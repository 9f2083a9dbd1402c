Task Middleware(HttpContext context, RequestDelegate next) => context.Request.Query.ContainsKey("refuse") ? throw new ApiException(403, "Not you") : next(context);

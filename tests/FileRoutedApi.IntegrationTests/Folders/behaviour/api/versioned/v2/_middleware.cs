Task Middleware(HttpContext context, RequestDelegate next)
{
    context.Request.Path = new PathString("/api" + context.Request.Path.Value!["/api/versioned/v2".Length..]);
    return next(context);
}

Task Middleware(HttpContext context, RequestDelegate next)
{
    context.Response.Headers.Append("X-Guard", "api/guards/(group)/shared/");
    return next(context);
}

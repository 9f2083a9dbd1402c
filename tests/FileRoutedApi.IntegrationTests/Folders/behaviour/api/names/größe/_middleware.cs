async Task Middleware(HttpContext context, RequestDelegate next)
{
    context.Response.Headers["X-Guard"] = "passed";
    await next(context);
}

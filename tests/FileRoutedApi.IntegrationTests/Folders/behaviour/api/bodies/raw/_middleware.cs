async Task Middleware(HttpContext context, RequestDelegate next)
{
    await context.Request.Body.CopyToAsync(Stream.Null);
    context.Response.Headers["X-Read"] = "some";
    await next(context);
}

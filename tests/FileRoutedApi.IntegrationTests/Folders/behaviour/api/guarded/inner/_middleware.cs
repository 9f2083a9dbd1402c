using System.Text;

async Task Middleware(HttpContext context, RequestDelegate next, ILogger logger)
{
    context.Response.Headers.Append("X-Way", "inner");
    if (context.Request.Query["do"] == "read")
    {
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        context.Response.Headers["X-Read"] = (await reader.ReadToEndAsync()).Length.ToString();
    }
    else if (context.Request.Query["do"] == "wrap")
    {
        var body = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        await next(context);
        context.Response.Body = body;
        context.Response.ContentLength = null;
        await context.Response.WriteAsync($"wrapped {Encoding.UTF8.GetString(kept.ToArray())}");
        return;
    }

    await next(context);
}

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    await next();
    switch ((string?)req.Query["then"])
    {
        case "json":
            res.SetCookie("sid", "s");
            res.Json(new { a = "<b>" });
            break;
        case "flush":
            await res.FlushAsync();
            break;
        case "complete":
            res.SetCookie("sid", "s");
            await req.HttpContext.Response.CompleteAsync();
            break;
    }
}

var config = new MiddlewareConfig { Cors = { Origins = ["https://example.com"] } };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    if (req.Headers["X-Key"] != "open")
    {
        res.Status(401).Send("locked");
        return;
    }

    await next();
}

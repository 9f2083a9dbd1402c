var config = new MiddlewareConfig { Cors = "https://app.example", RateLimit = { Permits = 100, Window = 60 } };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    if (req.Cookies.GetValueOrDefault("member") is null)
    {
        res.Status(401).Json(new { error = "Members only." });
        return;
    }

    await next();
}

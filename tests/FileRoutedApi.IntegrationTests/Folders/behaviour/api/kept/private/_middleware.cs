var config = new MiddlewareConfig { Matcher = ["/api/kept/private/asked"] };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    if (req.Cookies.GetValueOrDefault("member") is null)
    {
        res.Status(401).Json(new { error = "Members only." });
        return;
    }

    await next();
}

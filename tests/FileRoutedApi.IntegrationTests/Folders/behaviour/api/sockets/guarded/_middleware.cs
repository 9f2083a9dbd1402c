async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    if (req.Query["token"] != "secret")
    {
        res.Status(401).Json(new { message = "no token" });
        return;
    }

    res.SetHeader("X-Guard", "passed");
    await next();
}

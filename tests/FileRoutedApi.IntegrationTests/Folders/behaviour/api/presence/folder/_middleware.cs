var config = new MiddlewareConfig { BodyParser = true };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    res.SetHeader("X-Body", req.Body is null ? "none" : "some");
    await next();
}

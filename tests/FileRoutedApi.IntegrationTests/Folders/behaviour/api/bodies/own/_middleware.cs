var config = new MiddlewareConfig { BodyParser = { SizeLimit = "2mb" } };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    res.SetHeader("X-Read", req.Body is null ? "none" : "some");
    await next();
}

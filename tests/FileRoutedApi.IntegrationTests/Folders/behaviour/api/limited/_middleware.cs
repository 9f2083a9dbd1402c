var config = new MiddlewareConfig { BodyParser = { SizeLimit = "1kb" } };

async Task Middleware(ApiRequest req, ApiResponse res, Next next)
{
    res.SetHeader("X-Read", $"{req.Body?.Bytes.Length}");
    await next();
}

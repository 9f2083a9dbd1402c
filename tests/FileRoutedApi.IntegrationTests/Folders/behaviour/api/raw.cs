var config = new RouteConfig { Api = { BodyParser = false } };

async Task Handler(ApiRequest req, ApiResponse res)
{
    var length = 0L;
    var buffer = new byte[64 * 1024];
    for (int read; (read = await req.HttpContext.Request.Body.ReadAsync(buffer)) > 0;)
    {
        length += read;
    }

    res.Json(new { isNull = req.Body is null, length });
}

var config = new RouteConfig { Revalidate = false, Tags = ["kept"], Cache = { Query = ["page"], Headers = ["Accept-Language"] } };
var count = 0;

void Handler(ApiRequest req, ApiResponse res) => res.Json(new
{
    count = Interlocked.Increment(ref count),
    method = req.Method,
    query = req.Query,
    headers = req.Headers.Where(header => header.Key is not "Host").Select(header => header.Key),
    host = req.HttpContext.Request.Host.Value,
    user = req.User.Identity?.Name,
});

// Something else answers, so a handler that does not is no mistake and is not warned of.
var config = new RouteConfig { Api = { ExternalResolver = true } };

void Handler(ApiRequest req, ApiResponse res)
{
    var response = req.HttpContext.Response;
    response.OnStarting(() =>
    {
        response.Headers["X-Answered-By"] = "somebody else";
        return Task.CompletedTask;
    });
}

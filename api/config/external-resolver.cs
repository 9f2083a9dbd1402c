// Other code sends the response, so there is no warning that the handler sends none.
var config = new RouteConfig { Api = { ExternalResolver = true } };

void Handler(ApiRequest req, ApiResponse res)
{
    var response = req.HttpContext.Response;
    response.OnStarting(() =>
    {
        response.Headers["X-Handled-By"] = "another component";
        return Task.CompletedTask;
    });
}

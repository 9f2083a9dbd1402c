void Handler(ApiRequest req, ApiResponse res) => res.Json(new
{
    name = req.Body["user"]["name"].As<string>(),
    age = req.Body["user"]["age"].As<int>(),
    text = req.Body["user"].Text,
    missing = req.Body["nobody"] is null,
    nothing = (string)req.Body["nothing"],
});

void Handler(ApiRequest req, ApiResponse res)
{
    res.Json(new { answered = true });
    throw new InvalidOperationException("a secret after");
}

void Handler(ApiRequest req, ApiResponse res)
{
    res.SetHeader("X-Before", "1");
    throw new InvalidOperationException("a secret");
}

async Task Handler(ApiRequest req, ApiResponse res)
{
    await res.WriteAsync("begun");
    throw new InvalidOperationException("a secret in the middle");
}

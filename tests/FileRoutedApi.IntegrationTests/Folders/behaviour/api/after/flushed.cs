async Task GET(ApiRequest req, ApiResponse res)
{
    await res.WriteAsync("flushed ");
    res.End("end");
}

async Task GET(ApiRequest req, ApiResponse res)
{
    await Task.Yield();
    res.Send("send");
}

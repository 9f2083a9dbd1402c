void Middleware(ApiRequest req, ApiResponse res)
{
    if (req.Query["tenant"] == "unknown")
    {
        res.Status(404).Json("no such tenant");
        return;
    }

    res.AppendHeader("X-Way", $"tenant {req.Query["tenant"]}");
}

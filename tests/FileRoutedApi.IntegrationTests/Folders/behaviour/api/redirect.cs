void Handler(ApiRequest req, ApiResponse res)
{
    if (req.Query["status"] is { } status)
    {
        res.Redirect(int.Parse(status), req.Query["to"]);
    }
    else
    {
        res.Redirect(req.Query["to"]);
    }
}

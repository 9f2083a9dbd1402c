void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    Try(() => _ = req.Headers);
    Try(() => res.Json(1));
    Try(() => res.After(() => { }));
    res.Json("sent");

    void Try(Action use) => res.After(() =>
    {
        try
        {
            use();
            Later.Report(id, "worked");
        }
        catch (InvalidOperationException exception)
        {
            Later.Report(id, exception.Message);
        }
    });
}

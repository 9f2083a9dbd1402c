void Handler(ApiRequest req, ApiResponse res)
{
    string id = req.Query["id"];
    var calls = 0;
    res.After(() => Report("number", ++calls));
    res.After(async (CancellationToken stop) => await Report("task", Task.FromResult(5)));
    res.After(async ValueTask<int> () => await Report("value task", Task.FromResult(5)));
    res.After((ILogger log) => Report("logger", log.IsEnabled(LogLevel.Error)));
    res.Json("sent");

    T Report<T>(string text, T result)
    {
        Later.Report(id, text);
        return result;
    }
}

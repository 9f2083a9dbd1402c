// Tasks that outlive their handler, and what became of them.
var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();

void GET(ApiRequest req, ApiResponse res)
{
    var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    req.HttpContext.Response.OnCompleted(() =>
    {
        over.SetResult();
        return Task.CompletedTask;
    });
    _ = Task.Run(async () =>
    {
        await over.Task;
        Try(() => _ = req.Headers);
        Try(() => res.Json("too late"));
    });
    res.End();
}

async Task POST(ApiRequest req, ApiResponse res) =>
    res.Json(new[] { await seen.Reader.ReadAsync(req.Aborted), await seen.Reader.ReadAsync(req.Aborted) });

void Try(Action action)
{
    try
    {
        action();
        seen.Writer.TryWrite("nothing happened");
    }
    catch (InvalidOperationException exception)
    {
        seen.Writer.TryWrite(exception.Message);
    }
}

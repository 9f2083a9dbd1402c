// Tasks that outlive their handler, and what became of them.
var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();

void GET(ApiRequest req, ApiResponse res)
{
    _ = Task.Run(async () =>
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                _ = req.Headers;
                await Task.Delay(1);
            }
            catch (InvalidOperationException exception)
            {
                seen.Writer.TryWrite(exception.Message);
                break;
            }
        }

        try
        {
            res.Json("too late");
        }
        catch (InvalidOperationException exception)
        {
            seen.Writer.TryWrite(exception.Message);
        }
    });
}

async Task POST(ApiRequest req, ApiResponse res) =>
    res.Json(new[] { await seen.Reader.ReadAsync(req.Aborted), await seen.Reader.ReadAsync(req.Aborted) });

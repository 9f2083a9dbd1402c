var config = new RouteConfig { MaxDuration = 5 };

async Task Handler(ApiRequest req, ApiResponse res)
{
    switch ((string)req.Query["how"])
    {
        case "listens": await Task.Delay(Timeout.Infinite, req.Aborted); break;
        case "gives-up":
            try { await Task.Delay(Timeout.Infinite, req.Aborted); } catch (OperationCanceledException) { }
            break;
        case "answers-late":
            try { await Task.Delay(Timeout.Infinite, req.Aborted); } catch (OperationCanceledException) { res.Json("late"); }
            break;
        case "wraps":
            try { await Task.Delay(Timeout.Infinite, req.Aborted); } catch (OperationCanceledException) { throw new InvalidOperationException("db: cancelled"); }
            break;
        case "ignores": await Task.Delay(Timeout.Infinite, req.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping); break;
        default: res.Json("quick"); break;
    }
}

// Replaces an external API that is slow, and should be called as rarely as possible.
var rates = new Dictionary<string, decimal> { ["EUR"] = 0.86m, ["GBP"] = 0.76m, ["JPY"] = 156.70m };

async Task<IResult> GET(string currency, CancellationToken stop)
{
    await Task.Delay(TimeSpan.FromMilliseconds(300), stop);
    return rates.TryGetValue(currency, out var perDollar)
        ? Results.Ok(new { currency, perDollar, asOf = DateTimeOffset.UtcNow })
        : Results.NotFound();
}

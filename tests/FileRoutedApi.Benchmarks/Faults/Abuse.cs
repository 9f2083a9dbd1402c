namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Abusive behaviour of a client or a handler.</summary>
/// <param name="Name">The name for <c>--only</c>.</param>
/// <param name="What">The description in the table.</param>
/// <param name="Run">Runs the abuse and counts the requests, the outcomes and the claims that do not hold.</param>
internal sealed record Abuse(string Name, string What, Func<AbuseRun, Task> Run)
{
    /// <summary>The permitted growth of the process afterwards, in MB.</summary>
    public int MostGrowthMB { get; init; } = 128;

    /// <summary>The permitted growth of the process during the abuse, in MB.</summary>
    public int MostPeakMB { get; init; } = 256;

    /// <summary>All abuses, in order.</summary>
    public static IReadOnlyList<Abuse> All { get; } =
        [.. SlowClients.All, .. LargeRequests.All, .. Bursts.All, .. Smuggling.All, .. BadHandlers.All];
}

/// <summary>One abuse of one server.</summary>
/// <param name="Details">The lines of a separate table.</param>
internal sealed record AbuseRun(FaultServer Server, Tally Tally, List<string> Details, CancellationToken Stop)
{
    public Task<RawClient> ConnectAsync(int? receiveBuffer = null) => RawClient.ConnectAsync(Server.Port, Tally, Stop, receiveBuffer);

    /// <summary>The number of concurrent clients.</summary>
    public static Task ManyAsync(int count, Func<int, Task> client) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => client(number))));

    /// <summary>Sends a request on a new connection and reads until the connection ends or is idle for the given time.</summary>
    public async Task<Received> ExchangeAsync(string request, TimeSpan quiet)
    {
        using var client = await ConnectAsync();
        Tally.CountRequests();
        await client.SendAsync(request, Stop);
        return await client.ReadToEndAsync(quiet, Stop);
    }
}

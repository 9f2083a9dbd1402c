namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Something that a client, or a handler, should not do.</summary>
/// <param name="Name">For <c>--only</c>.</param>
/// <param name="What">For the table.</param>
/// <param name="Run">Does it, and counts what it sent, what came back, and which claims do not hold.</param>
internal sealed record Abuse(string Name, string What, Func<AbuseRun, Task> Run)
{
    /// <summary>By how many MB the process may be larger afterwards.</summary>
    public int MostGrowthMB { get; init; } = 128;

    /// <summary>By how many MB it may be larger meanwhile.</summary>
    public int MostPeakMB { get; init; } = 256;

    /// <summary>Everything that is tried, in order.</summary>
    public static IReadOnlyList<Abuse> All { get; } =
        [.. SlowClients.All, .. LargeRequests.All, .. Bursts.All, .. Smuggling.All, .. BadHandlers.All];
}

/// <summary>One abuse of one server.</summary>
/// <param name="Details">Lines for a table of its own.</param>
internal sealed record AbuseRun(FaultServer Server, Tally Tally, List<string> Details, CancellationToken Stop)
{
    public Task<RawClient> ConnectAsync(int? receiveBuffer = null) => RawClient.ConnectAsync(Server.Port, Tally, Stop, receiveBuffer);

    /// <summary>So many clients at once.</summary>
    public static Task ManyAsync(int count, Func<int, Task> client) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => client(number))));

    /// <summary>Sends a request on a connection of its own, and reads until the connection ends or is quiet for so long.</summary>
    public async Task<Received> ExchangeAsync(string request, TimeSpan quiet)
    {
        using var client = await ConnectAsync();
        Tally.CountRequests();
        await client.SendAsync(request, Stop);
        return await client.ReadToEndAsync(quiet, Stop);
    }
}

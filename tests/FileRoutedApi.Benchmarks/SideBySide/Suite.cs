namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The server that the others are compared with in the tables.</summary>
internal sealed record Baseline(string Key, string Name);

/// <summary>A comparison with other servers.</summary>
/// <param name="Name">The command, and the name of the part of the Markdown file.</param>
/// <param name="Keys">The servers, in the order of the tables.</param>
/// <param name="Apps">The apps that each server is built for.</param>
internal sealed record Suite(string Name, string[] Keys, Baseline Baseline, PeerApp[] Apps, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>The API routes of a minimal API and of JavaScript servers.</summary>
    public static readonly Suite Apis = new(
        "peers",
        [
            MinimalApiPeer.TheKey, FileRoutedApiPeer.TheKey, FileRoutedApiPeer.QuietKey, FileRoutedApiPeer.ReadyToRunKey,
            NextPeer.TheKey, NitroPeer.TheKey, FastifyPeer.TheKey, HonoPeer.TheKey, ElysiaPeer.TheKey
        ],
        new(MinimalApiPeer.TheKey, "the minimal API"),
        [PeerApp.Small, PeerApp.Large],
        Scenario.All);

    /// <summary>The pages of RazorSlices and of the App Router.</summary>
    public static readonly Suite Pages = new(
        "pages",
        [SlicesPeer.TheKey, FileRoutedApiPeer.TheKey, NextPagesPeer.TheKey],
        new(SlicesPeer.TheKey, "RazorSlices"),
        [PeerApp.Pages],
        PageScenarios.All);

    /// <summary>Whether the time to the first response is measured.</summary>
    public bool HasStarts => this == Apis;
}

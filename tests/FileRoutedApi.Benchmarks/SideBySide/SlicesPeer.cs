using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>RazorSlices in the minimal API in <c>peers/slices</c>, which is built together with these benchmarks.</summary>
internal sealed class SlicesPeer() : Peer(SlicesPeer.TheKey, string.Empty)
{
    public const string TheKey = "slices";

    public override string Name => "RazorSlices";

    public override Task BuildAsync(PeerApp app, CancellationToken stop)
    {
        CheckRuntimeSettings(ProjectPath("Slices"));
        return Task.CompletedTask;
    }

    public override ProcessStartInfo Command(PeerApp app, int port) =>
        new("dotnet", [ProjectPath("Slices"), "--urls", $"http://127.0.0.1:{port}"]);
}

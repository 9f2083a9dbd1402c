using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The application in <c>peers/minimal</c>, which is built together with these benchmarks.</summary>
internal sealed class MinimalApiPeer(string folder) : Peer(MinimalApiPeer.TheKey, folder)
{
    public const string TheKey = "minimal";

    public override string Name => "minimal API by hand";

    public override Task BuildAsync(PeerApp app, CancellationToken stop)
    {
        CheckRuntimeSettings(ProjectPath("Minimal"));
        return Task.CompletedTask;
    }

    public override ProcessStartInfo Command(PeerApp app, int port) => new(
        "dotnet",
        [ProjectPath("Minimal"), "--urls", $"http://127.0.0.1:{port}", $"--Routes={(app == PeerApp.Large ? app.Routes.Count : 0)}"]);
}

using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Nitro, the server of Nuxt, with routes under <c>routes</c>: <c>nitro build</c>, and its output on Node.</summary>
internal sealed class NitroPeer(string folder) : NpmPeer(NitroPeer.TheKey, folder)
{
    public const string TheKey = "nitro";

    public override string Name => $"Nitro {Version("nitropack")}";

    public override ProcessStartInfo Command(PeerApp app, int port) => Run(app, port, "node", ".output/server/index.mjs");

    protected override ProcessStartInfo? BuildCommand(PeerApp app) =>
        Run(app, 0, "node", Installed("nitropack/dist/cli/index.mjs"), "build");

    protected override IEnumerable<SourceFile> Sources(PeerApp app) => app.Routes.Select(route => new SourceFile(
        $"routes{route.Path}.{route.Method}.js",
        $"export default defineEventHandler((event) => {ResultOf(route)});\n"));

    private static string ResultOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello or PeerResponse.Typed => "({ message: 'Hello, world!' })",
        PeerResponse.Pid => "`Post: ${getRouterParam(event, 'pid')}`",
        PeerResponse.Echo => "readBody(event)",
        PeerResponse.Number => $$"""({ route: {{route.Number}} })""",
        _ => $$"""({ route: {{route.Number}}, id: getRouterParam(event, 'id') })""",
    };
}

using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Hono on Node, whose routes are written by hand.</summary>
internal sealed class HonoPeer(string folder) : NpmPeer(HonoPeer.TheKey, folder)
{
    public const string TheKey = "hono";

    public override string Name => $"Hono {Version("hono")}";

    public override ProcessStartInfo Command(PeerApp app, int port) => Run(app, port, "node", "server.js");

    protected override ProcessStartInfo? BuildCommand(PeerApp app) => null;

    protected override IEnumerable<SourceFile> Sources(PeerApp app) =>
        [new("routes.js", $$"""
            export function map(app) {
            {{string.Join('\n', app.Routes.Select(route => $"  app.{route.Method}('{route.Pattern}', {HandlerOf(route)});"))}}
            }
            """)];

    private static string HandlerOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello or PeerResponse.Typed => "(c) => c.json({ message: 'Hello, world!' })",
        PeerResponse.Pid => "(c) => c.text(`Post: ${c.req.param('pid')}`)",
        PeerResponse.Echo => "async (c) => c.json(await c.req.json())",
        PeerResponse.Number => $$"""(c) => c.json({ route: {{route.Number}} })""",
        _ => $$"""(c) => c.json({ route: {{route.Number}}, id: c.req.param('id') })""",
    };
}

using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Next.js with API routes under <c>pages/api</c>: <c>next build</c> and <c>next start</c>.</summary>
internal class NextPeer(string key, string folder) : NpmPeer(key, folder)
{
    public const string TheKey = "next";

    public override string Name => $"Next {Version("next")}";

    public override ProcessStartInfo Command(PeerApp app, int port) =>
        Run(app, port, "node", Cli, "start", "--hostname", "127.0.0.1", "--port", Text(port));

    protected override ProcessStartInfo? BuildCommand(PeerApp app) => Run(app, 0, "node", Cli, "build");

    protected override IEnumerable<SourceFile> Sources(PeerApp app) => app.Routes.Select(route => new SourceFile(
        $"pages{route.Path}.js",
        $"export default function handler(req, res) {{\n  {BodyOf(route)}\n}}\n"));

    private string Cli => Installed("next/dist/bin/next");

    private static string BodyOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello or PeerResponse.Typed => "res.status(200).json({ message: 'Hello, world!' });",
        PeerResponse.Pid => "res.end(`Post: ${req.query.pid}`);",
        PeerResponse.Echo => "res.status(200).json(req.body);",
        PeerResponse.Number => $$"""res.status(200).json({ route: {{route.Number}} });""",
        _ => $$"""res.status(200).json({ route: {{route.Number}}, id: req.query.id });""",
    };
}

using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Elysia on Bun, compiled into one executable as its documentation advises for production.</summary>
internal sealed class ElysiaPeer(string folder) : NpmPeer(ElysiaPeer.TheKey, folder)
{
    public const string TheKey = "elysia";

    public override string Name => $"Elysia {Version("elysia")} on Bun {Version("bun")}";

    public override ProcessStartInfo Command(PeerApp app, int port) => Run(app, port, Path.Combine(FolderOf(app), "server"));

    protected override ProcessStartInfo? BuildCommand(PeerApp app) => Run(
        app, 0, Installed("bun/bin/bun.exe"),
        "build", "--compile", "--minify-whitespace", "--minify-syntax", "--target", "bun", "--outfile", "server", "server.js");

    protected override IEnumerable<SourceFile> Sources(PeerApp app) =>
        [new("routes.js", $$"""
            export function map(app) {
            {{string.Join('\n', app.Routes.Select(route => $"  app.{route.Method}('{route.Pattern}', {HandlerOf(route)});"))}}
            }
            """)];

    private static string HandlerOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello or PeerResponse.Typed => "() => ({ message: 'Hello, world!' })",
        PeerResponse.Pid => "({ params }) => `Post: ${params.pid}`",
        PeerResponse.Echo => "({ body }) => body",
        PeerResponse.Number => $$"""() => ({ route: {{route.Number}} })""",
        _ => $$"""({ params }) => ({ route: {{route.Number}}, id: params.id })""",
    };
}

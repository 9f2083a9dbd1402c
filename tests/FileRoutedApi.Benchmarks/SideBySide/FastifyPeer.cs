using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Fastify with <c>@fastify/autoload</c>: a folder is a prefix, and a file declares the rest of the route.</summary>
internal sealed class FastifyPeer(string folder) : NpmPeer(FastifyPeer.TheKey, folder)
{
    public const string TheKey = "fastify";

    public override string Name => $"Fastify {Version("fastify")}";

    public override ProcessStartInfo Command(PeerApp app, int port) => Run(app, port, "node", "server.js");

    protected override ProcessStartInfo? BuildCommand(PeerApp app) => null;

    protected override IEnumerable<SourceFile> Sources(PeerApp app) => app.Routes.Select(SourceOf);

    private static SourceFile SourceOf(PeerRoute route)
    {
        // A folder name in brackets would become a literal prefix, so the file is named after the folder before it.
        var names = route.Path.Split('/');
        var own = route.Path.EndsWith(']') ? 2 : 1;
        var pattern = string.Join('/', route.Pattern.Split('/')[^own..]);
        return new SourceFile(
            $"routes{string.Join('/', names[..^(own - 1)])}.js",
            $"export default async (app) => {{\n  app.{route.Method}('/{pattern}', async (request) => {ResultOf(route)});\n}};\n");
    }

    private static string ResultOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello or PeerResponse.Typed => "({ message: 'Hello, world!' })",
        PeerResponse.Pid => "`Post: ${request.params.pid}`",
        PeerResponse.Echo => "request.body",
        PeerResponse.Number => $$"""({ route: {{route.Number}} })""",
        _ => $$"""({ route: {{route.Number}}, id: request.params.id })""",
    };
}

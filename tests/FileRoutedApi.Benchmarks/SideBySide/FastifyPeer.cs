using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Fastify, whose routes are found in files by <c>@fastify/autoload</c>: a folder is a prefix, a file says the rest.</summary>
internal sealed class FastifyPeer(string folder) : NpmPeer(FastifyPeer.TheKey, folder)
{
    public const string TheKey = "fastify";

    public override string Name => $"Fastify {Version("fastify")}";

    public override ProcessStartInfo Command(PeerApp app, int port) => Run(app, port, "node", "server.js");

    protected override ProcessStartInfo? BuildCommand(PeerApp app) => null;

    protected override IEnumerable<SourceFile> Sources(PeerApp app) => app.Routes.Select(SourceOf);

    private static SourceFile SourceOf(PeerRoute route)
    {
        // A folder in brackets would be a prefix as it stands: the file is named after what is before it.
        var names = route.Path.Split('/');
        var own = route.Path.EndsWith(']') ? 2 : 1;
        var pattern = string.Join('/', route.Pattern.Split('/')[^own..]);
        return new SourceFile(
            $"routes{string.Join('/', names[..^(own - 1)])}.js",
            $"export default async (app) => {{\n  app.{route.Method}('/{pattern}', async (request) => {ResultOf(route)});\n}};\n");
    }

    private static string ResultOf(PeerRoute route) => route.Answer switch
    {
        Answer.Hello => "({ message: 'Hello, world!' })",
        Answer.Pid => "`Post: ${request.params.pid}`",
        Answer.Echo => "request.body",
        Answer.Number => $$"""({ route: {{route.Number}} })""",
        _ => $$"""({ route: {{route.Number}}, id: request.params.id })""",
    };
}

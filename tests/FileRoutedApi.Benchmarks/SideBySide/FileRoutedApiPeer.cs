using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>
/// This repository: the output of <c>build</c> with its default settings, which log each request. The log goes to <c>/dev/null</c>, because
/// its reader would run on the same cores.
/// </summary>
/// <param name="logs">False to log warnings and errors only.</param>
internal sealed class FileRoutedApiPeer(string key, string folder, bool logs = true, params string[] buildOptions) : Peer(key, folder)
{
    public const string TheKey = "fra";
    public const string ReadyToRunKey = "fra-r2r";
    public const string QuietKey = "fra-quiet";

    public override string Name => string.Join(
        ", ", ["FileRoutedApi", .. buildOptions.Select(option => $"`{option}`"), .. logs ? Array.Empty<string>() : ["no request log"]]);

    public override async Task BuildAsync(PeerApp app, CancellationToken stop)
    {
        SourceFolder.Replace(FolderOf(app), SourcesOf(app));

        // Output of an earlier version must not be measured.
        if (Directory.Exists(OutputOf(app)))
        {
            Directory.Delete(OutputOf(app), recursive: true);
        }

        await ChildProcess.RunAsync(
            new ProcessStartInfo("dotnet", [ProjectPath("Host"), "build", FolderOf(app), "--output", OutputOf(app), .. buildOptions]),
            stop);
    }

    public override ProcessStartInfo Command(PeerApp app, int port) => Command(app, port, "/dev/null");

    /// <param name="log">The file that the log goes to.</param>
    public ProcessStartInfo Command(PeerApp app, int port, string log) => new(
        "sh",
        [
            "-c",
            $"exec dotnet \"$0\" \"$@\" > {log}",
            Path.Combine(OutputOf(app), "FileRoutedApi.Host.dll"),
            "--urls",
            $"http://127.0.0.1:{port}",
            .. logs ? Array.Empty<string>() : ["--Serilog:MinimumLevel:Default=Warning"],
        ]);

    private string OutputOf(PeerApp app) => Path.Combine(Folder, $"{app.Name}-output");

    private static IEnumerable<SourceFile> SourcesOf(PeerApp app) => app == PeerApp.Pages
        ? SourceFolder.Read(Path.Combine(ProjectPath("Peers"), "pages"), "app")
        : app.Routes.Select(route => new SourceFile($"{route.Path[1..]}.cs", SourceOf(route)));

    private static string SourceOf(PeerRoute route) => route.Response == PeerResponse.Typed
        ? """
            IResult GET() => TypedResults.Json(new HelloMessage("Hello, world!"));

            record HelloMessage(string Message);
            """
        : $"void Handler(ApiRequest req, ApiResponse res)\n{{\n{BodyOf(route)}\n}}\n";

    private static string BodyOf(PeerRoute route) => route.Response switch
    {
        PeerResponse.Hello => """    res.Status(200).Json(new { message = "Hello, world!" });""",
        PeerResponse.Pid => "    string pid = req.Query[\"pid\"];\n    res.End($\"Post: {pid}\");",
        PeerResponse.Echo => "    res.Status(200).Json(req.Body);",
        PeerResponse.Number => $$"""    res.Status(200).Json(new { route = {{route.Number}} });""",
        _ => $$"""    res.Status(200).Json(new { route = {{route.Number}}, id = (string)req.Query["id"] });""",
    };
}

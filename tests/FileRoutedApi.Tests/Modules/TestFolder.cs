using System.Text;
using FileRoutedApi.Compilation;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileRoutedApi.Tests.Modules;

/// <summary>A folder of route files on disk, compiled as the host does it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder(params (string Path, string Text)[] files)
    {
        Root = Directory.CreateTempSubdirectory("fra-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "api"));
        foreach (var (path, text) in files)
        {
            Write(path, Encoding.UTF8.GetBytes(text));
        }
    }

    public string Root { get; }

    public List<RouteDiagnostic> Diagnostics { get; } = [];

    public void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public IReadOnlyList<string> Scan() => new RouteFolder(Root).Scan(Diagnostics);

    public async Task<IReadOnlyList<RouteModule>> LoadAsync(string environment = "Development") =>
        (await LoadGenerationAsync(environment)).Modules;

    public async Task<RouteGeneration> LoadGenerationAsync(string environment = "Development")
    {
        var settings = FileRoutesSettings.Read(new ConfigurationBuilder().Build(), Root, options => options.CompileCache = "false");
        var session = new CompilationSession(Root);
        var preparation = new ApplicationPreparation(settings, session, debug: environment == "Development");
        var source = new CompiledModuleSource(settings, session, preparation, NullLogger<CompiledModuleSource>.Instance);
        var table = source.FindRoutes(Diagnostics);
        return await source.LoadAsync(table, table.Files, Diagnostics, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

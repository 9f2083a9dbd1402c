using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Benchmarks;

/// <summary>An application on Kestrel in Production, without logging, optionally with route files.</summary>
internal sealed class BenchmarkApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _root;

    private BenchmarkApp(WebApplication app, string root)
    {
        _app = app;
        _root = root;
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<BenchmarkApp> StartAsync(Action<WebApplication> map, params (string Path, string Text)[] files)
    {
        var root = Directory.CreateTempSubdirectory("fra-bench-").FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(root, "api", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = root, EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        if (files.Length > 0)
        {
            builder.AddFileRoutes().AddCompilation();
        }

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        map(app);
        await app.StartAsync();
        return new BenchmarkApp(app, root);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;

namespace FileRoutedApi.IntegrationTests.Pages;

/// <summary>The same applications for all tests of a class: one on the test server, one on Kestrel.</summary>
public sealed class HtmlApps : IAsyncLifetime
{
    private readonly Dictionary<string, HtmlApp> _apps = [];

    internal HtmlApp this[string server] => _apps[server];

    public async ValueTask InitializeAsync()
    {
        foreach (var server in new[] { "TestServer", "Kestrel" })
        {
            _apps[server] = await HtmlApp.StartAsync(server);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps.Values)
        {
            await app.DisposeAsync();
        }
    }
}

/// <summary>The same pages as route files and as endpoints of the application.</summary>
internal sealed class HtmlApp : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private readonly ConcurrentDictionary<string, Channel<string>> _streams;

    private HtmlApp(TempFolder folder, WebApplication app, LogSink logs, ConcurrentDictionary<string, Channel<string>> streams)
    {
        _folder = folder;
        _app = app;
        Logs = logs;
        _streams = streams;
    }

    public LogSink Logs { get; }

    public IPEndPoint EndPoint => IPEndPoint.Parse(new Uri(_app.Urls.Single()).Authority);

    /// <summary>Creates the items of a page <c>stream</c>, and returns them with the query string of the page.</summary>
    public (ChannelWriter<string> Items, string Query) CreateStream()
    {
        var id = Guid.NewGuid().ToString("N");
        _streams[id] = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { AllowSynchronousContinuations = false });
        return (_streams[id].Writer, $"?id={id}");
    }

    public HttpClient CreateClient() =>
        _app.Services.GetService<IServer>() is TestServer server
            ? server.CreateClient()
            : new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };

    public static async Task<HtmlApp> StartAsync(string server)
    {
        var folder = new TempFolder(
            ("api/rows.cs", """
                Html GET(int count, string? text) =>
                    $"<ul>{Html.Each(Enumerable.Range(0, count), i => $"<li>{i} {text}</li>")}</ul>";
                """),
            ("api/missing.cs", "Html GET(ApiResponse res) { res.Status(404); return $\"<p>missing</p>\"; }"),
            ("api/link.cs", "async Task<Html> GET(string url) => $\"<a href=\\\"{await Task.FromResult(url)}\\\">x</a>\";"),
            ("api/xml.cs", "Html GET(ApiResponse res) { res.SetHeader(\"Content-Type\", \"image/svg+xml\"); return $\"<svg></svg>\"; }"),
            ("api/stream.cs", """
                using System.Collections.Concurrent;
                using System.Threading.Channels;
                Html GET(ConcurrentDictionary<string, Channel<string>> streams, string id) =>
                    $"<ul>{Html.Each(streams[id].Reader.ReadAllAsync(), item => $"<li>{item}</li>")}</ul>";
                """),
            ("api/guarded/_middleware.cs", """
                async Task Middleware(HttpContext context, RequestDelegate next)
                {
                    await next(context);
                    context.Response.Headers["X-After"] = "1";
                }
                """),
            ("api/guarded/rows.cs", """
                Html GET(int count) => $"<ul>{Html.Each(Enumerable.Range(0, count), i => $"<li>{i}</li>")}</ul>";
                """));
        var logs = new LogSink();
        var streams = new ConcurrentDictionary<string, Channel<string>>();
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = folder.Root, EnvironmentName = "Production" });
        if (server == "TestServer")
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        }

        var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(logs).CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
        builder.Services.AddSingleton(streams);
        builder.AddFileRoutes().AddCompilation();
        var app = builder.Build();
        app.UseFileRoutes();
        app.MapFileRoutes();
        app.MapMethods("/own/rows", ["GET", "HEAD"], Html (int count, string? text) =>
            $"<ul>{Html.Each(Enumerable.Range(0, count), i => $"<li>{i} {text}</li>")}</ul>");
        app.MapGet("/own/missing", Html (HttpResponse response) =>
        {
            response.StatusCode = 404;
            return $"<p>missing</p>";
        });
        app.MapGet("/own/link", async Task<Html> (string url) => $"<a href=\"{await Task.FromResult(url)}\">x</a>");
        app.MapGet("/own/xml", Html (HttpResponse response) =>
        {
            response.ContentType = "image/svg+xml";
            return $"<svg></svg>";
        });
        app.MapGet("/own/stream", Html (ConcurrentDictionary<string, Channel<string>> streams, string id) =>
            $"<ul>{Html.Each(streams[id].Reader.ReadAllAsync(), item => $"<li>{item}</li>")}</ul>");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new HtmlApp(folder, app, logs, streams);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}

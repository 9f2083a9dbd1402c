using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.TestServerApp))]
[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.KestrelApp))]
[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.ProductionApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>The host with a folder of route files, started as the test of a user would start it.</summary>
public abstract class App(string root, string environment, bool kestrel) : WebApplicationFactory<Program>
{
    internal LogSink Logs { get; } = new();

    /// <summary>Gets whether the application listens on a port.</summary>
    public bool UsesKestrel => kestrel;

    internal SignallingTime Time { get; } = new();

    public static string FolderOf(string name) => Path.Combine(AppContext.BaseDirectory, "Folders", name);

    /// <summary>Creates a client that neither follows redirects nor stores cookies.</summary>
    public HttpClient CreatePlainClient()
    {
        if (!kestrel)
        {
            return CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        }

        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = Address,
        };
    }

    public Uri Address
    {
        get
        {
            StartServer();
            return new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        }
    }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("FileRoutes:Root", root);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Warning");
        builder.UseSetting("FileRoutes:CompileCache", "false");
        if (kestrel)
        {
            // UseKestrel(port) would set the address after the host was built, when the application may have started it already.
            builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        }

        builder.ConfigureTestServices(services => services
            .AddSingleton<ILogEventSink>(Logs)
            .AddSingleton<TimeProvider>(Time));
    }

    protected override void Dispose(bool disposing)
    {
        Time.BecomeReal();
        base.Dispose(disposing);
        Logs.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        Time.BecomeReal();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class TestServerApp() : App(FolderOf("behaviour"), "Development", kestrel: false);

public sealed class KestrelApp : App
{
    public KestrelApp()
        : base(FolderOf("behaviour"), "Development", kestrel: true) => UseKestrel();
}

public sealed class ProductionApp : App
{
    public ProductionApp()
        : base(FolderOf("behaviour"), "Production", kestrel: true) => UseKestrel();
}

/// <summary>The host with a folder that one test creates.</summary>
internal sealed class FolderApp : App
{
    private readonly TempFolder _folder;
    private readonly (string Key, string Value)[] _settings;
    private readonly Action<IServiceCollection>? _services;

    public FolderApp(
        TempFolder folder,
        (string Key, string Value)[]? settings = null,
        Action<IServiceCollection>? services = null,
        string environment = "Development",
        bool kestrel = false)
        : base(folder.Root, environment, kestrel)
    {
        _folder = folder;
        _settings = settings ?? [];
        _services = services;
        if (kestrel)
        {
            UseKestrel();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services => _services?.Invoke(services));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Collects log events. A test can wait for an event instead of for time.</summary>
internal sealed class LogSink : ILogEventSink, IDisposable
{
    private static readonly MessageTemplateTextFormatter _format = new("{Message:lj}");

    private readonly ConcurrentQueue<LogEvent> _events = new();
    private readonly ConcurrentBag<(Func<LogEvent, bool> Predicate, TaskCompletionSource<LogEvent> Found)> _waiting = [];

    public void Emit(LogEvent logEvent)
    {
        _events.Enqueue(logEvent);
        foreach (var (predicate, found) in _waiting)
        {
            if (predicate(logEvent))
            {
                found.TrySetResult(logEvent);
            }
        }
    }

    public IEnumerable<string> Messages => _events.Select(Render);

    public IEnumerable<string> Errors => _events.Where(logged => logged.Level >= LogEventLevel.Error).Select(Render);

    public Task<LogEvent> WaitForAsync(Func<LogEvent, bool> predicate)
    {
        var found = new TaskCompletionSource<LogEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((predicate, found));
        if (_events.FirstOrDefault(predicate) is { } logged)
        {
            found.TrySetResult(logged);
        }

        return found.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public Task<LogEvent> WaitForAsync(string text) =>
        WaitForAsync(logged => Render(logged).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until a text has been logged a number of times.</summary>
    public Task WaitForAsync(string text, int times) => WaitForAsync(_ => Count(text) >= times);

    public int Count(string text) => Messages.Count(message => message.Contains(text, StringComparison.Ordinal));

    public void Dispose() => _waiting.Clear();

    private static string Render(LogEvent logged)
    {
        var text = new StringWriter();
        _format.Format(logged, text);
        return text.ToString();
    }
}

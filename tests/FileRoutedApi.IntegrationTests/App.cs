using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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

/// <summary>A clock that a test advances. It signals when the code under test creates a timer.</summary>
internal sealed class SignallingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private readonly ConcurrentDictionary<SchedulerTimer, DateTimeOffset> _schedulerWaits = [];
    private readonly Channel<bool> _schedulerWaited = Channel.CreateUnbounded<bool>();
    private long _realSince;

    /// <summary>
    /// Switches to the clock of the machine. Called before an application is disposed: code that waits for a timer during disposal, such as
    /// Polly with calls in flight, would otherwise never finish.
    /// </summary>
    public void BecomeReal() => Interlocked.CompareExchange(ref _realSince, System.GetTimestamp(), 0);

    public override long GetTimestamp() =>
        base.GetTimestamp() + (Interlocked.Read(ref _realSince) is not 0 and var since ? System.GetElapsedTime(since).Ticks : 0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isScheduler = callback.Method.Module.Assembly.GetName().Name == "Quartz";
        var timer = Interlocked.Read(ref _realSince) != 0 ? System.CreateTimer(callback, state, dueTime, period)
            : isScheduler ? new SchedulerTimer(this, callback, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Makes <see cref="TimerCreatedAsync"/> ignore the timers that exist already.</summary>
    public void ForgetTimers()
    {
        while (_timers.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>
    /// Advances the clock in the steps in which the scheduler of jobs waits, and waits for a task. The clock stops a little after the time
    /// when the task may complete: it is faster than the runs of jobs, and the scheduler would leave out occurrences.
    /// </summary>
    /// <param name="due">When the task may complete, since the clock started.</param>
    public async Task AdvanceUntilAsync(Task task, TimeSpan due, CancellationToken cancellationToken)
    {
        _ = task.ContinueWith(_ => _schedulerWaited.Writer.TryWrite(true), TaskScheduler.Default);

        // A scheduler that computes its wait while the clock advances waits longer than it wanted, but not longer than this.
        var end = Start + due + TimeSpan.FromSeconds(30);
        while (!task.IsCompleted && GetUtcNow() < end)
        {
            await StepAsync(task, cancellationToken);
        }

        await task;
    }

    /// <summary>
    /// Waits until the scheduler waits, then advances the clock to the end of its wait. While it works, the clock stands still: it would
    /// find its triggers late.
    /// </summary>
    private async Task StepAsync(Task enough, CancellationToken cancellationToken)
    {
        while (_schedulerWaits.IsEmpty && !enough.IsCompleted)
        {
            await _schedulerWaited.Reader.ReadAsync(cancellationToken);
        }

        var step = _schedulerWaits.Values.DefaultIfEmpty().Min() - GetUtcNow();
        Advance(step > TimeSpan.Zero ? step : TimeSpan.Zero);
        foreach (var (timer, end) in _schedulerWaits.Where(wait => wait.Value <= GetUtcNow()))
        {
            _schedulerWaits.TryRemove(KeyValuePair.Create(timer, end));
        }
    }

    /// <summary>Waits until the code under test creates a timer with this due time; other timers are ignored.</summary>
    public async Task TimerCreatedAsync(TimeSpan dueTime, CancellationToken cancellationToken)
    {
        while (await _timers.Reader.ReadAsync(cancellationToken) != dueTime)
        {
        }
    }

    /// <summary>A timer of the scheduler of jobs. It tells until when the scheduler waits.</summary>
    private sealed class SchedulerTimer : ITimer
    {
        private readonly SignallingTime _time;
        private readonly ITimer _timer;

        public SchedulerTimer(SignallingTime time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _time = time;
            _timer = time.CreateFakeTimer(
                value =>
                {
                    time._schedulerWaits.TryRemove(this, out _);
                    callback(value);
                },
                state,
                Timeout.InfiniteTimeSpan,
                period);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _time._schedulerWaits.TryRemove(this, out _);
            var isChanged = _timer.Change(dueTime, period);
            if (dueTime > TimeSpan.Zero)
            {
                _time._schedulerWaits[this] = _time.GetUtcNow() + dueTime;
                _time._schedulerWaited.Writer.TryWrite(true);
            }

            return isChanged;
        }

        public void Dispose()
        {
            _timer.Dispose();
            _time._schedulerWaits.TryRemove(this, out _);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private ITimer CreateFakeTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime, period);
}

using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Configures the log of the host: readable lines in Development, one JSON object per line elsewhere. The section <c>Serilog</c> of the
/// settings changes levels and sinks, <c>Logging:LogLevel</c> the levels.
/// </summary>
internal static class HostLogging
{
    /// <summary>
    /// The category of the lines that tell that the server listens and stops. They are written whatever the default level is, because
    /// scripts wait for them.
    /// </summary>
    public const string LifetimeCategory = $"{nameof(FileRoutedApi)}.{nameof(Host)}";

    // What Serilog takes from the container.
    private static readonly Type[] _extensions =
    [
        typeof(ILogEventSink), typeof(ILogEventEnricher), typeof(ILogEventFilter), typeof(IDestructuringPolicy), typeof(ILoggerSettings),
    ];

    /// <summary>Registers the log.</summary>
    /// <param name="console">Where it is written in Development; null for the console.</param>
    /// <exception cref="FileRoutesException">A level of the section <c>Logging</c> is not valid (FRA3037).</exception>
    public static void Add(WebApplicationBuilder builder, HostConsole? console)
    {
        var levels = LogLevels.Read(builder.Configuration);

        // Not the static logger, which all applications of a test run would share.
        builder.Services.AddSerilog(
            (services, logger) => Configure(builder, levels, services, logger, console),
            preserveStaticLogger: true);
        CachedLoggers.Add(builder.Services);
        builder.Services.AddSingleton<LogOutput>();
        DiagnosticContextUse.Add(builder.Services, builder.Environment.IsDevelopment());
        if (builder.Environment.IsDevelopment())
        {
            ProblemLog.Add(builder.Services);
        }
    }

    private static void Configure(
        WebApplicationBuilder builder,
        IReadOnlyList<LogLevels.Level> levels,
        IServiceProvider services,
        LoggerConfiguration logger,
        HostConsole? console)
    {
        logger
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)

            .MinimumLevel.Override(LifetimeCategory, LogEventLevel.Information)

            // Only files with [HttpLogging] write these events.
            .MinimumLevel.Override("Microsoft.AspNetCore.HttpLogging", LogEventLevel.Information)

            // A failed start is printed as diagnostics. The stack trace of the host would repeat it.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Error)
            .Filter.ByExcluding(logged => logged.MessageTemplate.Text is "Hosting failed to start")
            .Enrich.With<ServerScopes>()
            .UseLogLevels(levels);
        if (!SerilogLevels.TryApply(logger, builder.Configuration))
        {
            logger.ReadFrom.Configuration(builder.Configuration);
        }

        logger.ReadFrom.Services(services);
        if (services.GetService<ILogCapture>() is { } capture)
        {
            logger.WriteTo.Sink(capture);
        }
        else if (builder.Configuration.GetSection("Serilog:WriteTo").Exists())
        {
            // The sinks of the settings.
        }
        else if (builder.Environment.IsDevelopment() && console is not null)
        {
            logger.WriteTo.Sink(new TerminalSink(console, builder.Environment.ContentRootPath));
        }
        else if (builder.Environment.IsDevelopment())
        {
            logger.WriteTo.Console(new TerminalLog(TerminalStyle.OfConsole(), builder.Environment.ContentRootPath));
        }
        else
        {
            var batched = new BatchedConsole(new EscapingJson(new CompactJsonFormatter()), OpenOutput());
            logger.WriteTo.Sink(batched);
            var output = services.GetRequiredService<LogOutput>();
            output.OfRequests = IsUnchanged(builder) ? batched : null;
            output.HasLazyTraces = output.OfRequests is not null && !HasTelemetry(builder.Services);
        }
    }

    // In another program, such as a test, the standard output is not the host's: xUnit writes the results of tests to it.
    private static Stream OpenOutput()
    {
        if (!HostProcess.IsOwn)
        {
            return new ConsoleTextStream();
        }

        // Commands that print a result, such as a response, redirect all other text to the standard error.
        return ReferenceEquals(Console.Out, Console.Error) ? Console.OpenStandardError() : Console.OpenStandardOutput();
    }

    /// <summary>Adds the log of requests. What follows in the pipeline is part of the duration of a request.</summary>
    public static void UseRequestLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<Serilog.ILogger>();
        var console = app.ApplicationServices.GetRequiredService<LogOutput>().OfRequests;
        var diagnostics = app.ApplicationServices.GetRequiredService<DiagnosticContextUse>();
        app.Use(next => new RequestLog(next, logger, console, diagnostics).InvokeAsync);
    }

    // With OpenTelemetry, the activities of the application must have the one of the request as their parent.
    private static bool HasTelemetry(IServiceCollection services) =>
        services.Any(service => service.ServiceType.FullName == "OpenTelemetry.Trace.TracerProvider");

    /// <summary>
    /// Returns true if nothing changes or redirects an event between the logger and the console: the settings have only levels, and the
    /// application registered nothing that Serilog takes from the container.
    /// </summary>
    private static bool IsUnchanged(WebApplicationBuilder builder) =>
        SerilogLevels.AreOnlySettings(builder.Configuration)
        && !builder.Services.Any(service => _extensions.Contains(service.ServiceType));
}

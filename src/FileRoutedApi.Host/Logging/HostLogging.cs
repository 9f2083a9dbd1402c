using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Diagnostics;
using Serilog;
using Serilog.AspNetCore;
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
    /// <exception cref="FileRoutesException">A level of the section <c>Logging</c> is not valid (FRA3037).</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var levels = LogLevels.Read(builder.Configuration);

        // Not the static logger, which all applications of a test run would share.
        builder.Services.AddSerilog(
            (services, logger) => Configure(builder, levels, services, logger),
            preserveStaticLogger: true);
    }

    private static void Configure(
        WebApplicationBuilder builder, IReadOnlyList<LogLevels.Level> levels, IServiceProvider services, LoggerConfiguration logger)
    {
        logger
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)

            // Only files with [HttpLogging] write these events.
            .MinimumLevel.Override("Microsoft.AspNetCore.HttpLogging", LogEventLevel.Information)

            // A failed start is printed as diagnostics. The stack trace of the host would repeat it.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Error)
            .Filter.ByExcluding(logged => logged.MessageTemplate.Text is "Hosting failed to start")
            .Enrich.With<SourceOfRequests>()
            .UseLogLevels(levels)
            .ReadFrom.Configuration(builder.Configuration)
            .ReadFrom.Services(services);
        if (services.GetService<ILogCapture>() is { } capture)
        {
            logger.WriteTo.Sink(capture);
        }
        else if (builder.Configuration.GetSection("Serilog:WriteTo").Exists())
        {
            // The sinks of the settings.
        }
        else if (builder.Environment.IsDevelopment())
        {
            logger.WriteTo.Console(new TerminalLog(TerminalStyle.OfConsole()));
        }
        else
        {
            logger.WriteTo.Console(new EscapingJson(new CompactJsonFormatter()));
        }
    }

    /// <summary>Configures one log entry per request, with the route. Method and path are the only data of the client in it.</summary>
    public static void OfRequests(RequestLoggingOptions options, Serilog.ILogger logger)
    {
        options.Logger = logger;
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms";
        options.GetMessageTemplateProperties = (context, path, elapsed, status) =>
        [
            new LogEventProperty("RequestMethod", new ScalarValue(context.Request.Method)),

            // Encoded: a line break in a path must not start a new log line.
            new LogEventProperty("RequestPath", new ScalarValue(context.Request.PathBase.Add(context.Request.Path).ToUriComponent())),
            new LogEventProperty("StatusCode", new ScalarValue(status)),
            new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
        ];
        options.EnrichDiagnosticContext = (diagnostic, context) =>
        {
            // The exception handler clears the endpoint.
            if ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is RouteEndpoint endpoint)
            {
                var file = endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.File;
                diagnostic.Set("Route", file?.Pattern ?? endpoint.RoutePattern.RawText);
                if ((file?.Path ?? PublicFileOf(context, endpoint)) is { } path)
                {
                    diagnostic.Set("File", path);
                }
            }
        };
    }

    private static string? PublicFileOf(HttpContext context, Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PublicFileMetadata>() is null ? null : context.Features.Get<PublicFile>()?.File;

    /// <summary>Logs each request under the name of its route file instead of the logging middleware.</summary>
    private sealed class SourceOfRequests : ILogEventEnricher
    {
        private static readonly string _middleware = typeof(RequestLoggingOptions).Namespace + ".RequestLoggingMiddleware";

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
                && source is ScalarValue { Value: string name }
                && name == _middleware)
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(
                    Constants.SourceContextPropertyName, logEvent.Properties.GetValueOrDefault("File", new ScalarValue("FileRoutedApi"))));
            }
        }
    }
}

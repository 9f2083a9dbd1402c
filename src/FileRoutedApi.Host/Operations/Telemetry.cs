using System.Diagnostics;
using System.Runtime.CompilerServices;
using FileRoutedApi.Hosting;
using FileRoutedApi.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Traces and metrics by OpenTelemetry, sent over OTLP. The only place that knows its packages: where nobody asks for it
/// they are not even loaded.
/// </summary>
internal static class Telemetry
{
    public static bool IsWanted(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, FileRoutesSettings settings)
    {
        services.AddSingleton<RequestMeasurements>();
        services.AddOpenTelemetry()

            // What the environment says of the service wins over the name of its folder.
            .ConfigureResource(resource => resource
                .Clear()
                .AddService(Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Root)))
                .AddTelemetrySdk()
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !settings.Health.Enabled || !HealthProbes.IsProbe(context, settings.Health.Path);
                    options.EnrichWithHttpResponse = (activity, response) => Describe(activity, response.HttpContext);
                })
                .AddHttpClientInstrumentation()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(RequestMeasurements.MeterName)
                .AddOtlpExporter());
    }

    private static void Describe(Activity activity, HttpContext context)
    {
        if (RequestMeasurements.FileOf(context) is { } file)
        {
            activity.SetTag(RequestMeasurements.FileTag, file);
        }

        if (RequestMeasurements.ErrorOf(context) is { } error)
        {
            activity.SetTag(RequestMeasurements.ErrorTag, error);
        }
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using FileRoutedApi.Host.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Sends traces and metrics over OTLP with OpenTelemetry. Only this class uses its packages, so that their assemblies are not loaded when
/// telemetry is off.
/// </summary>
internal static class Telemetry
{
    public static bool IsEnabled(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    // If this method were inlined, its caller would load the packages.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(IServiceCollection services, FolderSettings settings)
    {
        var health = settings.Host.Health;
        services.AddSingleton<RequestMeasurements>();
        services.AddOpenTelemetry()

            // OTEL_SERVICE_NAME takes precedence over the name of the folder.
            .ConfigureResource(resource => resource
                .Clear()
                .AddService(Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Routes.Root)))
                .AddTelemetrySdk()
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddSource(RequestMeasurements.MeterName)
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !health.Enabled || !HealthProbes.IsProbe(context, health.Path);
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

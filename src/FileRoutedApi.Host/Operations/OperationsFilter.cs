using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Settings;

namespace FileRoutedApi.Host.Operations;

/// <summary>Adds the middleware of the host in front of every other middleware.</summary>
internal sealed class OperationsFilter(HostSettings settings, IHostApplicationLifetime lifetime) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        RequestScope.Use(app);
        TrustedProxies.Use(app, settings.ForwardedHeaders);
        app.Use(following => new ResponseHeaders(following, lifetime.ApplicationStopping).InvokeAsync);
        if (settings.RequestIdHeader is { Length: > 0 } header)
        {
            app.Use(following => new RequestIds(following, header).InvokeAsync);
        }

        if (settings.Health.Enabled)
        {
            app.Use(following => new HealthProbes(
                following, app.ApplicationServices, settings.Health.Path, lifetime.ApplicationStopping).InvokeAsync);
        }

        if (app.ApplicationServices.GetService<RequestMeasurements>() is { } measurements)
        {
            app.Use(following => context => measurements.MeasureAsync(context, following));
        }

        // Outside of the filters that reject requests: a path with an invalid escape, a host that is not one of AllowedHosts.
        app.UseRequestLog();
        if (settings.Compression)
        {
            Compression.Use(app);
        }

        next(app);
    };
}

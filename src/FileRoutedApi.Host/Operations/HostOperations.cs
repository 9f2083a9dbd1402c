using FileRoutedApi.Host.Settings;

namespace FileRoutedApi.Host.Operations;

/// <summary>Registers what a server needs in production: limits, graceful shutdown, health checks, compression and telemetry.</summary>
internal static class HostOperations
{
    /// <summary>How long requests in flight may take at shutdown in <c>dev</c>, unless the settings say otherwise.</summary>
    public static readonly TimeSpan DevelopmentDrainTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Registers everything. Call it before the start-up file runs, which may change the registrations.</summary>
    /// <exception cref="FileRoutesException">A setting of the server is not valid (FRA3002).</exception>
    public static void Add(WebApplicationBuilder builder, FolderSettings settings)
    {
        AddServer(builder, settings.Host.Shutdown, settings.Routes.IsLive ? DevelopmentDrainTimeout : _drainTimeout);
        builder.Services.AddHealthChecks();

        if (settings.Host.Compression)
        {
            Compression.Add(builder.Services);
        }

        if (Telemetry.IsEnabled(builder.Configuration))
        {
            Telemetry.Add(builder.Services, settings);
        }

        // The first filter is the outermost, outside of the filters of ASP.NET Core too.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, OperationsFilter>());
    }

    /// <summary>Configures the server that owns the socket. In development, this is not the server of the application.</summary>
    /// <param name="drainTimeout">How long requests in flight may take at shutdown unless the settings say otherwise.</param>
    /// <exception cref="FileRoutesException">A setting of the server is not valid (FRA3002).</exception>
    public static void AddServer(WebApplicationBuilder builder, ShutdownSettings shutdown, TimeSpan drainTimeout)
    {
        KestrelSettings.Add(builder);
        GracefulShutdownLifetime.Add(builder, shutdown, drainTimeout);
    }
}

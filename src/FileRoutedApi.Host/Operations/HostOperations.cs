using FileRoutedApi.Hosting;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Operations;

/// <summary>What those who run a server expect of it, whatever its routes are.</summary>
internal static class HostOperations
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(25);

    /// <summary>Called before the start-up file, which may change what is registered here.</summary>
    /// <exception cref="FileRoutesException">A setting of the server is wrong (FRA3002).</exception>
    public static void Add(WebApplicationBuilder builder, FileRoutesSettings settings)
    {
        AddServer(builder, settings.Shutdown, _timeout);
        builder.Services.AddHealthChecks();

        if (settings.Compression)
        {
            Compression.Add(builder.Services);
        }

        if (Telemetry.IsWanted(builder.Configuration))
        {
            Telemetry.Add(builder.Services, settings);
        }

        // Outside of everything else, of ASP.NET Core's own filters too.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, OperationsFilter>());
    }

    /// <summary>What belongs to that which listens, be it the application or not.</summary>
    /// <param name="timeout">How long requests in flight may take at the end unless the settings say otherwise.</param>
    /// <exception cref="FileRoutesException">A setting of the server is wrong (FRA3002).</exception>
    public static void AddServer(WebApplicationBuilder builder, ShutdownSettings shutdown, TimeSpan timeout)
    {
        KestrelSettings.Add(builder);
        GracefulEnd.Add(builder, shutdown, timeout);
    }
}

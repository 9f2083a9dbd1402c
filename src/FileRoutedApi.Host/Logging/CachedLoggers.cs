using System.Collections.Concurrent;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Creates one logger for each category, as ASP.NET Core's factory does. Serilog's creates one for each call, and results such as
/// <c>TypedResults.Ok</c> call the factory for every request.
/// </summary>
internal sealed class CachedLoggers(ILoggerFactory factory, LogOutput output) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>Wraps the factory that is registered.</summary>
    public static void Add(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(ILoggerFactory));
        services.Remove(registered);
        services.AddSingleton<ILoggerFactory>(provider => new CachedLoggers(
            (ILoggerFactory)registered.ImplementationFactory!(provider), provider.GetRequiredService<LogOutput>()));
    }

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(
        categoryName,
        static (name, of) => ServerScopes.Wrap(name, of.factory.CreateLogger(name), of.output),
        (factory, output));

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public void Dispose() => factory.Dispose();
}

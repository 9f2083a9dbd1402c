using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Testing;

/// <summary>The services that a test replaces, after the host and the start-up file have registered theirs.</summary>
public sealed class ReplacedServices
{
    private readonly List<Action<IServiceCollection>> _changes = [];

    /// <summary>Replaces every registration of a service by an instance. The application does not dispose it.</summary>
    /// <typeparam name="TService">The type that handlers take.</typeparam>
    /// <param name="instance">The instance, for example a fake.</param>
    /// <returns>These services.</returns>
    public ReplacedServices Replace<TService>(TService instance)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Replace<TService>(ServiceDescriptor.Singleton(instance));
    }

    /// <summary>Replaces every registration of a service by a factory, with the lifetime that the service had; singleton if it had none.</summary>
    /// <typeparam name="TService">The type that handlers take.</typeparam>
    /// <param name="factory">Creates the service.</param>
    /// <returns>These services.</returns>
    public ReplacedServices Replace<TService>(Func<IServiceProvider, TService> factory)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Configure(services =>
        {
            var lifetime = services.LastOrDefault(service => service.ServiceType == typeof(TService))?.Lifetime ?? ServiceLifetime.Singleton;
            services.RemoveAll<TService>();
            services.Add(ServiceDescriptor.Describe(typeof(TService), factory, lifetime));
        });
    }

    /// <summary>Removes every registration of a service.</summary>
    /// <typeparam name="TService">The type of the service.</typeparam>
    /// <returns>These services.</returns>
    public ReplacedServices Remove<TService>() => Configure(services => services.RemoveAll<TService>());

    /// <summary>Changes the services of the application in any other way.</summary>
    /// <param name="change">Changes the services. It runs after the start-up file and after earlier changes.</param>
    /// <returns>These services.</returns>
    public ReplacedServices Configure(Action<IServiceCollection> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _changes.Add(change);
        return this;
    }

    internal void Apply(IServiceCollection services)
    {
        foreach (var change in _changes)
        {
            change(services);
        }
    }

    private ReplacedServices Replace<TService>(ServiceDescriptor replacement) => Configure(services =>
    {
        services.RemoveAll<TService>();
        services.Add(replacement);
    });
}

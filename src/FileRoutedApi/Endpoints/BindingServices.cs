using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The service provider that ASP.NET Core uses while it binds a function. It returns the services of the application, except that the JSON
/// options are those of route files, and treats further types as services.
/// </summary>
/// <param name="json">The JSON options; null to use those of the application.</param>
/// <param name="types">Types that ASP.NET Core has to treat as services.</param>
internal sealed class BindingServices(
    IServiceProvider inner, RouteJson? json, HashSet<Type> types) : IServiceProvider, IServiceProviderIsKeyedService
{
    private readonly IServiceProviderIsService? _isService = inner.GetService<IServiceProviderIsService>();

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService) ? this
        : serviceType == typeof(IOptions<JsonOptions>) && json is not null ? json
        : inner.GetService(serviceType);

    public bool IsService(Type serviceType) => types.Contains(serviceType) || _isService?.IsService(serviceType) == true;

    public bool IsKeyedService(Type serviceType, object? serviceKey) =>
        _isService is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(serviceType, serviceKey);
}

using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The container that ASP.NET Core sees while it binds a function, once: that of the application, with the JSON options of
/// route files and further types that count as services.
/// </summary>
/// <param name="json">The JSON options; null for those of the application.</param>
internal sealed class BindingServices(IServiceProvider inner, RouteJson? json, HashSet<Type> types) : IServiceProvider, IServiceProviderIsKeyedService
{
    private readonly IServiceProviderIsService? _known = inner.GetService<IServiceProviderIsService>();

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService) ? this
        : serviceType == typeof(IOptions<JsonOptions>) && json is not null ? json
        : inner.GetService(serviceType);

    public bool IsService(Type serviceType) => types.Contains(serviceType) || _known?.IsService(serviceType) == true;

    public bool IsKeyedService(Type serviceType, object? serviceKey) =>
        _known is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(serviceType, serviceKey);
}

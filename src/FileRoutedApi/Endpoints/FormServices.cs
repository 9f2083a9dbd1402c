using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The service provider of a request while its parameters are bound. It provides the values of the form parameters. After the last value it
/// removes itself, so that the function gets the provider of the request.
/// </summary>
internal sealed class FormServices(HttpContext context, Dictionary<FormParameter, object?> values)
    : IKeyedServiceProvider, ISupportRequiredService
{
    private readonly IServiceProvider _inner = context.RequestServices;
    private int _remaining = values.Count;

    public object? GetService(Type serviceType) => _inner.GetService(serviceType);

    public object GetRequiredService(Type serviceType) => _inner.GetRequiredService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) =>
        serviceKey is FormParameter parameter ? Take(parameter) : Keyed.GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        serviceKey is FormParameter parameter ? Take(parameter)! : Keyed.GetRequiredKeyedService(serviceType, serviceKey);

    public void Restore()
    {
        if (ReferenceEquals(context.RequestServices, this))
        {
            context.RequestServices = _inner;
        }
    }

    private object? Take(FormParameter parameter)
    {
        if (--_remaining == 0)
        {
            Restore();
        }

        return values[parameter];
    }

    private IKeyedServiceProvider Keyed => _inner as IKeyedServiceProvider
        ?? throw new InvalidOperationException(UsageTexts.NoKeyedServices);
}

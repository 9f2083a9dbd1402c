using System.Net.WebSockets;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Binds the parameters of a function that have a framework type but are not services: its <see cref="ILogger"/>, the
/// <see cref="Exception"/> and <see cref="ApiException"/> of an error file, the <see cref="Html"/> that a layout wraps, and the
/// <see cref="WebSocket"/> of a <c>SOCKET</c>.
/// </summary>
/// <remarks>
/// ASP.NET Core binds other types only through the service provider. Registering these types would affect every constructor and endpoint of
/// the application, so a service provider for the call provides them.
/// </remarks>
internal sealed class ProvidedParameters
{
    private readonly int _count;
    private readonly bool _hasError;

    private ProvidedParameters(int count, bool hasError, HashSet<Type> types)
    {
        _count = count;
        _hasError = hasError;
        Types = types;
    }

    /// <summary>Gets the types that ASP.NET Core has to treat as services.</summary>
    public HashSet<Type> Types { get; }

    /// <summary>Returns null if the function takes no such parameter, or the application registers its type.</summary>
    public static ProvidedParameters? TryCreate(
        FunctionSignature signature, RouteFileRole role, RouteExport export, IServiceProvider services)
    {
        var known = services.GetService<IServiceProviderIsService>();
        var provided = signature.Parameters
            .Where(parameter => !parameter.HasSource || parameter.Attributes.OfType<IFromServiceMetadata>().Any())
            .Where(parameter => parameter.Type == typeof(Exception) || parameter.Type == typeof(ApiException) ? role.HandlesErrors
                : parameter.Type == typeof(Html) ? role.IsLayout
                : parameter.Type == typeof(WebSocket) ? export.Name == RouteExport.Socket
                : parameter.Type == typeof(ILogger) && known?.IsService(typeof(ILogger)) != true)
            .Select(parameter => parameter.Type)
            .ToList();
        if (provided.Count == 0)
        {
            return null;
        }

        // A BindAsync method may resolve the same types, so the values cannot be counted.
        var count = signature.Parameters.Any(parameter => FunctionSignature.BindsItself(parameter.Type)) ? int.MaxValue : provided.Count;
        return new ProvidedParameters(count, provided.Any(type => type == typeof(Exception) || type == typeof(ApiException)), [.. provided]);
    }

    /// <summary>Returns a description of the services that also contains the types of provided parameters.</summary>
    public static IServiceProviderIsService Describe(IServiceProvider services) =>
        new BindingServices(services, json: null, [typeof(ILogger), typeof(Exception), typeof(ApiException)]);

    /// <summary>Provides the values while <paramref name="bound"/> binds its parameters.</summary>
    public RequestDelegate Provide(RequestDelegate bound, ILogger logger) => async context =>
    {
        var call = new CallServices(context, logger, _hasError ? context.Features.Get<HandledError>() : null, _count);
        context.RequestServices = call;
        try
        {
            await bound(context);
        }
        finally
        {
            call.Restore();
        }
    };

    /// <summary>
    /// The service provider of one call while its parameters are bound. After the last value it removes itself, so that the function gets
    /// the provider of the request.
    /// </summary>
    private sealed class CallServices(HttpContext context, ILogger logger, HandledError? handled, int count) : IKeyedServiceProvider, ISupportRequiredService
    {
        private readonly IServiceProvider _inner = context.RequestServices;
        private int _left = count;

        public object? GetService(Type serviceType) => Provide(serviceType) ?? _inner.GetService(serviceType);

        public object GetRequiredService(Type serviceType) => Provide(serviceType) ?? _inner.GetRequiredService(serviceType);

        public object? GetKeyedService(Type serviceType, object? serviceKey) =>
            _inner is IKeyedServiceProvider keyed ? keyed.GetKeyedService(serviceType, serviceKey) : throw NoKeys();

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => _inner.GetRequiredKeyedService(serviceType, serviceKey);

        public void Restore()
        {
            if (ReferenceEquals(context.RequestServices, this))
            {
                context.RequestServices = _inner;
            }
        }

        private object? Provide(Type type)
        {
            object? value = type == typeof(ILogger) ? logger
                : type == typeof(Exception) ? handled?.Exception
                : type == typeof(ApiException) ? handled?.Problem
                : type == typeof(Html) ? context.Features.Get<PageRendering>()?.Children
                : type == typeof(WebSocket) ? SocketCall.Of(context)?.Socket
                : null;
            if (value is not null && --_left == 0)
            {
                Restore();
            }

            return value;
        }

        private static InvalidOperationException NoKeys() => new(UsageTexts.NoKeyedServices);
    }
}

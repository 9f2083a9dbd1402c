using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Binds the functions of pages and layouts that are not endpoints: <c>Layout</c>, <c>Metadata</c> and <c>StaticParams</c>. Their parameters
/// are bound like those of any minimal API, with the route values of their own folder.
/// </summary>
internal sealed class PartBinder(IServiceProvider services, RouteJson json, ILoggerFactory loggers)
{
    /// <summary>Binds a function whose result executes itself, such as <see cref="Html"/>.</summary>
    /// <returns>Null if the function cannot be bound; the error is added to the diagnostics.</returns>
    public RequestDelegate? Bind(RouteModule module, RouteExport export, List<RouteDiagnostic> diagnostics) =>
        TryBind(module, export, diagnostics, filter: null);

    /// <summary>Binds a function whose result is returned to the caller.</summary>
    /// <returns>Null if the function cannot be bound; the error is added to the diagnostics.</returns>
    public Func<HttpContext, Task<object?>>? BindResult(RouteModule module, RouteExport export, List<RouteDiagnostic> diagnostics)
    {
        var bound = TryBind(module, export, diagnostics, static next => async call =>
        {
            call.HttpContext.Features.Set(new ReturnedValue(await next(call)));
            return Results.Empty;
        });
        return bound is null ? null : async context =>
        {
            // ASP.NET Core does not call a function that has filters if the status is an error before the call.
            var status = context.Response.StatusCode;
            context.Response.StatusCode = StatusCodes.Status200OK;
            try
            {
                await bound(context);
                return context.Features.Get<ReturnedValue>()?.Value;
            }
            finally
            {
                context.Features.Set<ReturnedValue>(null);
                context.Response.StatusCode = status;
            }
        };
    }

    private RequestDelegate? TryBind(
        RouteModule module,
        RouteExport export,
        List<RouteDiagnostic> diagnostics,
        Func<EndpointFilterDelegate, EndpointFilterDelegate>? filter)
    {
        var signature = new FunctionSignature(export.Handler.Method);
        if ((SignatureMistakes.Find(signature, export, module) ?? PageSignatures.FindMistake(signature, export)) is { } mistake)
        {
            diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, mistake));
            return null;
        }

        try
        {
            return Bind(module, export, signature, filter);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            diagnostics.Add(RouteDiagnostics.UnbindableSignature(
                module.File.Path, export.Line, export.Column, export.Name, SignatureMistakes.Explain(exception, export.Name, signature)));
            return null;
        }
    }

    private RequestDelegate Bind(
        RouteModule module, RouteExport export, FunctionSignature signature, Func<EndpointFilterDelegate, EndpointFilterDelegate>? filter)
    {
        var provided = ProvidedParameters.TryCreate(signature, module.File.Role, export, services);
        var builder = new RouteEndpointBuilder(null, RoutePatterns.CreateForFolder(module.File), 0) { ApplicationServices = services };
        if (filter is not null)
        {
            builder.FilterFactories.Add((_, next) => filter(next));
        }

        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = new BindingServices(services, json, provided?.Types ?? []),
            RouteParameterNames = builder.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = true,
            DisableInferBodyFromParameters = true,
            EndpointBuilder = builder,
        };
        var texts = new ParameterTexts(signature, options.RouteParameterNames, infersBody: false);
        var bound = texts.Apply(RequestDelegateFactory.Create(export.Handler, options).RequestDelegate);
        var prepared = provided?.Provide(bound, loggers.CreateLogger(module.File.Path)) ?? bound;
        if (!signature.CatchAlls.Any())
        {
            return prepared;
        }

        var parameters = new RouteParameters(module.File);
        return context =>
        {
            parameters.ShowCatchAllInQuery(context);
            return prepared(context);
        };
    }

    private sealed record ReturnedValue(object? Value);
}

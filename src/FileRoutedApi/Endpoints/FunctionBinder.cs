using FileRoutedApi.Built;
using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using FileRoutedApi.Sockets;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds one function of a file to an endpoint.</summary>
internal sealed class FunctionBinder(
    FileRoutesSettings settings,
    IServiceProvider services,
    HandlerSettingsFactory handlers,
    RouteJson json,
    ILoggerFactory loggers,
    TimeProvider time)
{
    // The check is slow. A built folder was already checked at the end of its build.
    private readonly bool _checksTypes = !BuiltFolder.Exists(settings.Root) || services.GetService<FullCheck>() is not null;

    /// <summary>Binds a function and returns its endpoint.</summary>
    /// <param name="exportedMethods">The methods that the file exports. It is complete when all functions of the file are bound.</param>
    /// <exception cref="InvalidOperationException">The function cannot be bound; the message says why.</exception>
    public Endpoint Bind(
        RouteModule module,
        RouteExport export,
        FunctionSignature signature,
        RouteEndpointBuilder builder,
        BindingContext context,
        List<string> exportedMethods)
    {
        var role = module.File.Role;
        var isRoute = !role.CoversFolder;
        var isSocket = export.Name == RouteExport.Socket;
        var provided = ProvidedParameters.TryCreate(signature, role, export, services);
        var binding = new BindingServices(services, json, provided?.Types ?? []);
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = binding,
            RouteParameterNames = builder.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = true,
            DisableInferBodyFromParameters = export.Name is "GET" or "HEAD" or "OPTIONS" or "DELETE" or RouteExport.Page or RouteExport.Socket,
            EndpointBuilder = builder,
        };
        if (_checksTypes && UnreadableTypes.Find(signature, json.Options) is { } unreadable)
        {
            throw new InvalidOperationException(unreadable);
        }

        var texts = new ParameterTexts(signature, options.RouteParameterNames, infersBody: !options.DisableInferBodyFromParameters);
        var form = FormBinding.TryCreate(signature.Function, texts.Form, json.Options);
        var direct = DirectHandlers.TryCreate(export.Handler);
        var inferred = direct is null ? RequestDelegateFactory.InferMetadata(form?.Function ?? signature.Function, options) : null;
        form?.AddMetadata(builder);
        if (_checksTypes && form is null && signature.TypedRequest is null && JsonBodyOf(builder) is { } type
            && UnreadableTypes.Find(type, json.Options) is { } neverRead)
        {
            throw new InvalidOperationException(neverRead);
        }

        var bindsBody = signature.ReadsStream || (signature.TypedRequest is null && builder.Metadata.OfType<IAcceptsMetadata>().Any());
        var parsesBody = isRoute && !isSocket && signature.TakesRequest && !bindsBody && module.Config.Api.BodyParser.Enabled;
        if (SignatureMistakes.FindSecondBody(signature, builder.Metadata.OfType<IAcceptsMetadata>()) is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }

        var validation = ValidationFilter.TryCreate(
            signature,
            context.Validators.Of(module.File.Path),
            json.Options,
            binding,
            settings.ValidationStatus);
        var body = BodyFilter.TryCreate(signature, JsonBodyOf(builder), json.Options);
        var attributes = signature.Function.GetCustomAttributes(inherit: true);
        var accepts = TakeAccepts(builder, attributes);

        // Antiforgery validation is off by default. The attributes of the function are added later, so they can turn it on.
        builder.Metadata.Add(new RequireAntiforgeryTokenAttribute(required: false));
        var parameters = new RouteParameters(module.File);
        builder.Metadata.Add(parameters);
        builder.Metadata.AddFolders(context.Folders, module);
        if (!isRoute || role.IsPage || isSocket)
        {
            builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        }

        foreach (var attribute in attributes.Where(attribute => attribute is not IAcceptsMetadata))
        {
            builder.Metadata.Add(attribute);
        }

        builder.Metadata.Add(new RouteFileMetadata(
            module.File, new RouteFunction(export, signature, accepts, bindsBody || parsesBody, validation is not null)));
        context.Conventions.Apply(builder);
        if (CachePolicy.Of(module.Config) is not null && (builder.FilterFactories.Count > 0 || attributes.OfType<IEndpointFilter>().Any()))
        {
            throw new InvalidOperationException(SignatureTexts.FilterOfCachedResponse());
        }

        AddFilters(builder, attributes, body, validation, isSocket);
        var isBelowMiddleware = context.IsBelowMiddleware(module.File);

        // A function with a filter does not see the status of the error that it handles.
        if (FunctionResult.IsAnyResult(signature.Function) && (isBelowMiddleware || (!role.HandlesErrors && role.Status is null)))
        {
            var oneValue = new OneValueFilter(FunctionResult.IsResult(signature.Function), json.Options);
            builder.FilterFactories.Insert(0, (_, next) => call => oneValue.InvokeAsync(call, next));
        }

        var traits = HandlerTraits.ParsesBody.If(parsesBody)
            | HandlerTraits.ExpectsResponse.If(
                (direct is not null || signature.RespondsThroughParameter) && !module.Config.Api.ExternalResolver)
            | HandlerTraits.IsBelowMiddleware.If(isBelowMiddleware)
            | HandlerTraits.IsValidated.If(validation is not null)
            | HandlerTraits.AcceptsSocket.If(isSocket)
            | HandlerTraits.RequiresAntiforgery.If(builder.Metadata.OfType<IAntiforgeryMetadata>().LastOrDefault() is { RequiresValidation: true })
            | HandlerTraits.HasFilters.If(builder.FilterFactories.Count > 0);
        var handlerSettings = handlers.Create(module, parameters, signature, accepts, traits, attributes);
        if (isRoute)
        {
            builder.Metadata.Add(new BodyLimitMetadata(handlerSettings.BodyLimit));
        }

        var handler = direct is not null && builder.FilterFactories.Count == 0
            ? new RouteHandler(direct, handlerSettings, DeadlineOf(module))
            : new RouteHandler(
                Render(
                    Prepare(
                        Rule(RequestDelegateFactory.Create(export.Handler, options, inferred).RequestDelegate, texts, form),
                        signature,
                        provided,
                        handlerSettings),
                    context),
                handlerSettings,
                isSocket ? null : DeadlineOf(module));
        builder.RequestDelegate = RequestMethod.RequireExactCase(
            isSocket ? SocketOf(module, handler, context) : WebSocketConnect.Only(
                exportedMethods,
                role.HandlesErrors ? WithStatusOfError(handler.InvokeAsync)
                : role.Status is { } status ? WithStatus(status, handler.InvokeAsync)
                : Cached(module, export, parameters, handler.InvokeAsync, isBelowMiddleware)));

        context.Conventions.ApplyFinally(builder);

        // The exception handler also calls error endpoints for requests that have not passed the guards.
        if (!role.HandlesErrors)
        {
            context.Guard?.Invoke(builder, module.File);
        }

        return builder.Build();
    }

    private RequestDelegate SocketOf(RouteModule module, RouteHandler handler, BindingContext context) => new SocketHandler(
        handler.InvokeAsync,
        SocketSettings.Of(module, context.Folders, settings),
        services.GetRequiredService<OpenSockets>(),
        services.GetRequiredService<IOptions<WebSocketOptions>>(),
        loggers,
        time,
        module.File).InvokeAsync;

    /// <summary>
    /// Applies the cache configuration of the file to GET. Responses are cached, or marked as <c>no-store</c>, or left unchanged.
    /// </summary>
    private RequestDelegate Cached(
        RouteModule module, RouteExport export, RouteParameters parameters, RequestDelegate handler, bool isBelowMiddleware)
    {
        if (export.Name is not ("GET" or RouteExport.AnyMethod or RouteExport.Page))
        {
            return handler;
        }

        if (CachePolicy.Of(module.Config) is { } policy)
        {
            var logger = loggers.CreateLogger(module.File.Path);
            var cache = services.GetRequiredService<ResponseCache>();
            var route = new CachedRoute(
                cache, policy, module, parameters, handler, EndpointGuards.IsGuardedAsync, isBelowMiddleware, logger);
            return route.InvokeAsync;
        }

        return !CachePolicy.ForbidsCaching(module.Config) ? handler : context =>
        {
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return handler(context);
        };
    }

    /// <summary>Sets the default status of the response. The function can change it.</summary>
    private static RequestDelegate WithStatus(int status, RequestDelegate handler) => context =>
    {
        context.Response.StatusCode = status;
        return handler(context);
    };

    /// <summary>Sets the status of the handled error as the default of the response. The function can change it.</summary>
    private static RequestDelegate WithStatusOfError(RequestDelegate handler) => context =>
    {
        context.Response.StatusCode = context.Features.Get<HandledError>()?.Problem.Status ?? StatusCodes.Status500InternalServerError;
        return handler(context);
    };

    /// <summary>Adds filters that run inside those of the application, which can reject the request first.</summary>
    private static void AddFilters(
        RouteEndpointBuilder builder, object[] attributes, BodyFilter? body, ValidationFilter? validation, bool isSocket)
    {
        foreach (var filter in attributes.OfType<IEndpointFilter>())
        {
            builder.FilterFactories.Add((_, next) => context => filter.InvokeAsync(context, next));
        }

        if (body is not null)
        {
            builder.FilterFactories.Add((_, next) => context => body.InvokeAsync(context, next));
        }

        if (validation is not null)
        {
            builder.FilterFactories.Add((_, next) => context => validation.InvokeAsync(context, next));
        }

        if (isSocket)
        {
            builder.FilterFactories.Add((_, next) => context => SocketCall.Of(context.HttpContext)!.InvokeAsync(context, next));
        }
    }

    /// <summary>Returns the type that ASP.NET Core deserializes from JSON, or null.</summary>
    private static Type? JsonBodyOf(RouteEndpointBuilder builder) => builder.Metadata.OfType<IAcceptsMetadata>()
        .FirstOrDefault(accepts => accepts.ContentTypes.Any(type => type.Contains("json", StringComparison.OrdinalIgnoreCase)))
        ?.RequestType;

    /// <summary>
    /// Removes the accepted content types from the metadata and returns them. They are checked when the body is read, because routing would
    /// fall back to another file if a content type does not match.
    /// </summary>
    private static List<IAcceptsMetadata> TakeAccepts(RouteEndpointBuilder builder, object[] attributes)
    {
        var inferred = builder.Metadata.OfType<IAcceptsMetadata>().ToList();
        foreach (var accepts in inferred.Cast<object>())
        {
            builder.Metadata.Remove(accepts);
        }

        return [.. inferred, .. attributes.OfType<IAcceptsMetadata>()];
    }

    /// <summary>
    /// Provides the parameters that ASP.NET Core cannot bind by itself. A function without such parameters is not wrapped.
    /// </summary>
    private static RequestDelegate Prepare(
        RequestDelegate bound, FunctionSignature signature, ProvidedParameters? provided, HandlerSettings settings)
    {
        var prepared = provided?.Provide(bound, settings.Logger) ?? bound;
        if (signature.CatchAlls.Any())
        {
            var inner = prepared;
            prepared = context =>
            {
                settings.Parameters.ShowCatchAllInQuery(context);
                return inner(context);
            };
        }

        return prepared;
    }

    /// <summary>Puts the content of a page into its document.</summary>
    private static RequestDelegate Render(RequestDelegate bound, BindingContext context) => context.Render?.Invoke(bound) ?? bound;

    /// <summary>Applies the rules of this library for texts and forms, which ASP.NET Core does not have.</summary>
    private static RequestDelegate Rule(RequestDelegate bound, ParameterTexts texts, FormBinding? form) =>
        texts.Apply(form?.Provide(bound) ?? bound);

    private HandlerDeadline.Options? DeadlineOf(RouteModule module) =>
        module.Config.MaxDuration is { } seconds ? new HandlerDeadline.Options(seconds, settings.MaxDurationGrace, time) : null;
}

using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds modules: one endpoint for each function, and one that says which methods a file answers.</summary>
internal sealed class EndpointFactory(
    FileRoutesSettings settings,
    IServiceProvider services,
    IOptions<JsonOptions> json,
    IHostEnvironment environment,
    ILoggerFactory loggers,
    TimeProvider time)
{
    private readonly ObjectPool<AnswerBuffer> _buffers = AnswerBuffer.CreatePool(json.Value.SerializerOptions);

    /// <param name="group">The group of endpoints that the routes belong to; null where they stand by themselves.</param>
    public IReadOnlyList<Endpoint> Create(
        RouteModule module,
        RouteValidators validators,
        FileRouteConventions conventions,
        List<RouteDiagnostic> diagnostics,
        RouteGroupContext? group = null) =>
        CreateFor(module, PatternOf(module, group), validators, group is null ? conventions : conventions.Within(group), diagnostics);

    /// <summary>The endpoint of a file that cannot be used: it says what is wrong.</summary>
    public Endpoint CreateBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors)
    {
        var builder = NewBuilder(file, RoutePatterns.Create(file));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(file, null));
        builder.RequestDelegate = new BrokenFile(errors, environment, settings.Root).InvokeAsync;
        return builder.Build();
    }

    private static RoutePattern PatternOf(RouteModule module, RouteGroupContext? group)
    {
        var pattern = RoutePatterns.Create(module.File);
        return group is null ? pattern : RoutePatternFactory.Combine(group.Prefix, pattern);
    }

    private List<Endpoint> CreateFor(
        RouteModule module, RoutePattern pattern, RouteValidators validators, FileRouteConventions conventions, List<RouteDiagnostic> diagnostics)
    {
        var endpoints = new List<Endpoint>();
        var answered = new List<string>();
        foreach (var export in module.Exports)
        {
            var signature = new FunctionSignature(export.Handler.Method);
            if (SignatureMistakes.Find(signature, export, module) is { } mistake)
            {
                diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, mistake));
                continue;
            }

            try
            {
                var builder = NewBuilder(module.File, pattern);
                if (MethodsOf(export, signature, module) is { } methods)
                {
                    builder.Metadata.Add(new HttpMethodMetadata(methods));
                    answered.AddRange(methods);
                }

                endpoints.Add(Bind(module, export, signature, builder, validators, conventions));
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
            {
                diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, SignatureMistakes.Explain(exception, export.Name)));
            }
        }

        if (answered.Count > 0)
        {
            // The path alone chooses the file. Without an endpoint for the methods that this one does not answer,
            // routing would go on to a less specific file that does.
            var builder = NewBuilder(module.File, pattern);
            builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
            builder.Metadata.Add(new RouteFileMetadata(module.File, null));
            builder.RequestDelegate = new OtherMethods(answered).InvokeAsync;
            conventions.Apply(builder);
            conventions.ApplyFinally(builder);
            endpoints.Add(builder.Build());
        }

        return endpoints;
    }

    private RouteEndpointBuilder NewBuilder(RouteFile file, RoutePattern pattern) =>
        new(requestDelegate: null, pattern, order: 0) { DisplayName = file.Path, ApplicationServices = services };

    /// <summary>Null for every method. GET answers HEAD as well, unless the file has a function for it.</summary>
    private static string[]? MethodsOf(RouteExport export, FunctionSignature signature, RouteModule module)
    {
        var named = export.Name == RouteExport.AnyMethod ? signature.HttpMethods : [export.Name];
        return named is null ? null
            : named.Contains("GET") && !named.Contains("HEAD") && !module.Exports.Any(other => other.Name == "HEAD") ? [.. named, "HEAD"]
            : [.. named];
    }

    private Endpoint Bind(
        RouteModule module,
        RouteExport export,
        FunctionSignature signature,
        RouteEndpointBuilder builder,
        RouteValidators validators,
        FileRouteConventions conventions)
    {
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = services,
            RouteParameterNames = builder.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = true,
            DisableInferBodyFromParameters = export.Name is "GET" or "HEAD" or "OPTIONS" or "DELETE",
            EndpointBuilder = builder,
        };
        var direct = DirectHandlers.TryCreate(export.Handler);
        var inferred = direct is null ? RequestDelegateFactory.InferMetadata(signature.Function, options) : null;
        var bindsBody = signature.ReadsStream || (signature.TypedRequest is null && builder.Metadata.OfType<IAcceptsMetadata>().Any());
        var parsesBody = signature.TakesRequest && !bindsBody && module.Config.Api.BodyParser.Enabled;
        if (SignatureMistakes.FindSecondBody(signature, builder.Metadata.OfType<IAcceptsMetadata>()) is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }

        var validation = ValidationFilter.TryCreate(signature.Function, module.File.Path, validators, json.Value.SerializerOptions);
        var attributes = signature.Function.GetCustomAttributes(inherit: true);
        var accepts = TakeAccepts(builder, attributes);

        // No token is asked for that nobody issues. An attribute of the function's own comes later and wins.
        builder.Metadata.Add(new RequireAntiforgeryTokenAttribute(required: false));
        foreach (var attribute in attributes.Where(attribute => attribute is not IAcceptsMetadata))
        {
            builder.Metadata.Add(attribute);
        }

        builder.Metadata.Add(new RouteFileMetadata(
            module.File, new RouteFunction(export, signature, accepts, bindsBody || parsesBody, validation is not null)));
        conventions.Apply(builder);
        AddFilters(builder, signature, attributes, validation);

        var handlerSettings = CreateSettings(module, signature, accepts, parsesBody, direct is not null || signature.AnswersByResponse, attributes);
        var handler = direct is not null && builder.FilterFactories.Count == 0
            ? new RouteHandler(direct, handlerSettings, DeadlineOf(module))
            : new RouteHandler(
                Prepare(RequestDelegateFactory.Create(export.Handler, options, inferred).RequestDelegate, signature, handlerSettings),
                handlerSettings,
                DeadlineOf(module));
        builder.RequestDelegate = handler.InvokeAsync;
        conventions.ApplyFinally(builder);
        return builder.Build();
    }

    /// <summary>Inside the filters of the application, which may refuse the request altogether.</summary>
    private static void AddFilters(RouteEndpointBuilder builder, FunctionSignature signature, object[] attributes, ValidationFilter? validation)
    {
        foreach (var filter in attributes.OfType<IEndpointFilter>())
        {
            builder.FilterFactories.Add((_, next) => context => filter.InvokeAsync(context, next));
        }

        if (FormFilter.TryCreate(signature.Function) is { } form)
        {
            builder.FilterFactories.Add((_, next) => context => form.InvokeAsync(context, next));
        }

        if (validation is not null)
        {
            builder.FilterFactories.Add((_, next) => context => validation.InvokeAsync(context, next));
        }
    }

    /// <summary>Routing would go on to another file when a content type does not fit, so these are checked when the body is read.</summary>
    private static List<IAcceptsMetadata> TakeAccepts(RouteEndpointBuilder builder, object[] attributes)
    {
        var inferred = builder.Metadata.OfType<IAcceptsMetadata>().ToList();
        foreach (var accepts in inferred.Cast<object>())
        {
            builder.Metadata.Remove(accepts);
        }

        return [.. inferred, .. attributes.OfType<IAcceptsMetadata>()];
    }

    /// <summary>Puts what ASP.NET Core cannot bind by itself where it finds it; only for functions that ask for it.</summary>
    private static RequestDelegate Prepare(RequestDelegate bound, FunctionSignature signature, HandlerSettings settings)
    {
        var prepared = bound;
        if (signature.CatchAlls.Any())
        {
            var inner = prepared;
            prepared = context =>
            {
                settings.Parameters.ShowCatchAllInQuery(context);
                return inner(context);
            };
        }

        if (signature.TakesLogger)
        {
            var inner = prepared;
            prepared = context =>
            {
                context.RequestServices.GetRequiredService<HandlerLogger>().Current = settings.Logger;
                return inner(context);
            };
        }

        return prepared;
    }

    private HandlerSettings CreateSettings(
        RouteModule module, FunctionSignature signature, List<IAcceptsMetadata> accepts, bool parsesBody, bool expectsAnswer, object[] attributes)
    {
        var api = module.Config.Api;
        return new HandlerSettings
        {
            Parameters = new RouteParameters(module.File),
            TypedRequest = signature.TypedRequest is { } type ? TypedRequests.FactoryOf(type) : null,
            ParameterNames = signature.Parameters.Where(parameter => parameter.ClientName != parameter.Name).DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => parameter.ClientName),
            ContentTypes = attributes.OfType<IAcceptsMetadata>().FirstOrDefault()?.ContentTypes,
            ParsesBody = parsesBody,
            BindsJsonValue = signature.TakesJsonValue && signature.TypedRequest is null,
            KeepsResult = FunctionResult.IsOneValue(signature.Function),
            TakesCall = signature.TakesRequest || signature.TakesResponse,
            BindsText = accepts.Count > 0 && signature.TypedRequest is null,
            BodyLimit = LimitOf(api, attributes.OfType<IRequestSizeLimitMetadata>().LastOrDefault()),
            ResponseLimit = api.ResponseLimit.IsOff ? null : api.ResponseLimit.Size?.Bytes ?? settings.ResponseLimit,
            ExpectsAnswer = expectsAnswer && !api.ExternalResolver,
            IsDevelopment = environment.IsDevelopment(),
            Json = json.Value.SerializerOptions,
            Buffers = _buffers,
            Logger = loggers.CreateLogger(module.File.Path),
        };
    }

    /// <summary>ASP.NET Core's own attribute, on one function, wins over the limit of its file.</summary>
    private ByteSize? LimitOf(ApiConfig api, IRequestSizeLimitMetadata? attribute) =>
        !api.BodyParser.Enabled ? default(ByteSize?)
        : attribute is null ? api.BodyParser.SizeLimit ?? settings.BodySizeLimit
        : attribute.MaxRequestBodySize ?? long.MaxValue;

    private HandlerDeadline.Options? DeadlineOf(RouteModule module) =>
        module.Config.MaxDuration is { } seconds ? new HandlerDeadline.Options(seconds, settings.MaxDurationGrace, time) : null;
}

using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds modules: one endpoint for each function, and one that says which methods a file answers.</summary>
internal sealed class EndpointFactory(
    FileRoutesSettings settings,
    IServiceProvider services,
    HandlerSettingsFactory handlers,
    RouteJson json,
    IHostEnvironment environment,
    ILoggerFactory loggers,
    TimeProvider time)
{
    // A build has looked at the types of the bodies, which takes time.
    private readonly bool _isBuilt = BuiltFolder.Exists(settings.Root);

    /// <summary>The endpoints of a route; of what answers below a folder, where the file is about one.</summary>
    /// <param name="group">The group of endpoints that the routes belong to; null where they stand by themselves.</param>
    public IReadOnlyList<Endpoint> Create(RouteModule module, Surroundings surroundings, List<RouteDiagnostic> diagnostics, RouteGroupContext? group = null) =>
        CreateFor(module, PatternOf(module.File, group), surroundings.Within(group), diagnostics);

    /// <summary>The endpoint of everything below a folder that nothing answers, for what the folder says of it.</summary>
    /// <param name="answer">What answers; null for problem details.</param>
    public Endpoint CreateNotFound(RouteFile folder, Surroundings surroundings, Endpoint? answer, RouteGroupContext? group)
    {
        var builder = NewBuilder(folder, PatternOf(folder, group));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(folder, null));
        builder.Metadata.AddFolders(surroundings.Folders, null);
        builder.RequestDelegate = answer?.RequestDelegate ?? (context => ProblemAnswer.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = "Not Found" }));
        surroundings.Guard?.Invoke(builder, folder);
        surroundings.Within(group).Apply(builder);
        return builder.Build();
    }

    /// <summary>The endpoint of a file that cannot be used: it says what is wrong.</summary>
    /// <param name="errors">The errors of the file, or of one that it counts on.</param>
    public Endpoint CreateBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors)
    {
        var builder = NewBuilder(file, RoutePatterns.Create(file));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(file, null));
        builder.RequestDelegate = new BrokenFile(errors, environment, settings.Root).InvokeAsync;
        return builder.Build();
    }

    private static RoutePattern PatternOf(RouteFile file, RouteGroupContext? group)
    {
        var pattern = RoutePatterns.Create(file);
        return group is null ? pattern : RoutePatternFactory.Combine(group.Prefix, pattern);
    }

    private List<Endpoint> CreateFor(
        RouteModule module, RoutePattern pattern, Surroundings surroundings, List<RouteDiagnostic> diagnostics)
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

            if (FieldOnlyTypes.Find(signature, json.Options) is { } lost)
            {
                diagnostics.Add(RouteDiagnostics.FieldsNotSent(module.File.Path, export.Line, export.Column, export.Name, FieldOnlyTypes.NameOf(lost)));
            }

            try
            {
                var builder = NewBuilder(module.File, pattern);
                if (MethodsOf(export, signature, module) is { } methods)
                {
                    builder.Metadata.Add(new HttpMethodMetadata(WebSocketConnect.AddTo(methods)));
                    answered.AddRange(methods);
                }

                endpoints.Add(Bind(module, export, signature, builder, surroundings, answered));
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
            builder.Metadata.AddFolders(surroundings.Folders, module);
            builder.RequestDelegate = RequestMethod.Exactly(new OtherMethods(answered).InvokeAsync);
            surroundings.Apply(builder);
            endpoints.Add(builder.Build());
        }

        return endpoints;
    }

    private RouteEndpointBuilder NewBuilder(RouteFile file, RoutePattern pattern) =>
        new(requestDelegate: null, pattern, order: file.Role == RouteFileRole.Route ? 0 : int.MaxValue) { DisplayName = file.Path, ApplicationServices = services };

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
        Surroundings surroundings,
        List<string> answered)
    {
        var isRoute = module.File.Role == RouteFileRole.Route;
        var provided = ProvidedParameters.TryCreate(signature, module.File.Role, services);
        var binding = new BindingServices(services, json, provided?.Types ?? []);
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = binding,
            RouteParameterNames = builder.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = true,
            DisableInferBodyFromParameters = export.Name is "GET" or "HEAD" or "OPTIONS" or "DELETE",
            EndpointBuilder = builder,
        };
        if (!_isBuilt && UnreadableTypes.Find(signature, json.Options) is { } unreadable)
        {
            throw new InvalidOperationException(unreadable);
        }

        var texts = new ParameterTexts(signature, options.RouteParameterNames, infersBody: !options.DisableInferBodyFromParameters);
        var form = FormBinding.TryCreate(signature.Function, texts.Form, json.Options);
        var direct = DirectHandlers.TryCreate(export.Handler);
        var inferred = direct is null ? RequestDelegateFactory.InferMetadata(form?.Function ?? signature.Function, options) : null;
        form?.AddMetadata(builder);
        var bindsBody = signature.ReadsStream || (signature.TypedRequest is null && builder.Metadata.OfType<IAcceptsMetadata>().Any());
        var parsesBody = isRoute && signature.TakesRequest && !bindsBody && module.Config.Api.BodyParser.Enabled;
        if (SignatureMistakes.FindSecondBody(signature, builder.Metadata.OfType<IAcceptsMetadata>()) is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }

        var validation = ValidationFilter.TryCreate(
            signature,
            surroundings.Validators.Of(module.File.Path),
            json.Options,
            binding,
            settings.ValidationStatus);
        var body = BodyFilter.TryCreate(signature, JsonBodyOf(builder), json.Options);
        var attributes = signature.Function.GetCustomAttributes(inherit: true);
        var accepts = TakeAccepts(builder, attributes);

        // No token is asked for that nobody issues. An attribute of the function's own comes later and wins.
        builder.Metadata.Add(new RequireAntiforgeryTokenAttribute(required: false));
        var parameters = new RouteParameters(module.File);
        builder.Metadata.Add(parameters);
        builder.Metadata.AddFolders(surroundings.Folders, module);
        if (!isRoute)
        {
            builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        }

        foreach (var attribute in attributes.Where(attribute => attribute is not IAcceptsMetadata))
        {
            builder.Metadata.Add(attribute);
        }

        builder.Metadata.Add(new RouteFileMetadata(
            module.File, new RouteFunction(export, signature, accepts, bindsBody || parsesBody, validation is not null)));
        surroundings.Conventions.Apply(builder);
        if (CachePolicy.Of(module.Config) is not null && (builder.FilterFactories.Count > 0 || attributes.OfType<IEndpointFilter>().Any()))
        {
            throw new InvalidOperationException("its answers are kept, and endpoint filters are not asked for those. Remove Revalidate, or do in '_middleware.cs' what the filter does.");
        }

        AddFilters(builder, attributes, body, validation);
        var isBelowMiddleware = surroundings.IsBelowMiddleware(module.File);
        if (isBelowMiddleware && FunctionResult.IsAnyResult(signature.Function))
        {
            builder.FilterFactories.Insert(0, (_, next) => context => OneValueFilter.InvokeAsync(context, next));
        }

        var expectsAnswer = direct is not null || signature.AnswersByResponse;
        var handlerSettings = handlers.Create(
            module, parameters, signature, accepts, parsesBody, expectsAnswer, isBelowMiddleware, validation is not null, attributes);
        if (isRoute)
        {
            builder.Metadata.Add(new BodyLimitMetadata(handlerSettings.BodyLimit));
        }

        var handler = direct is not null && builder.FilterFactories.Count == 0
            ? new RouteHandler(direct, handlerSettings, DeadlineOf(module))
            : new RouteHandler(
                Prepare(
                    Rule(RequestDelegateFactory.Create(export.Handler, options, inferred).RequestDelegate, texts, form),
                    signature,
                    provided,
                    handlerSettings),
                handlerSettings,
                DeadlineOf(module));
        builder.RequestDelegate = RequestMethod.Exactly(WebSocketConnect.Only(answered, module.File.Role switch
        {
            RouteFileRole.NotFound => WithStatus(StatusCodes.Status404NotFound, handler.InvokeAsync),
            RouteFileRole.Error => WithStatusOfError(handler.InvokeAsync),
            _ => Cached(module, export, parameters, handler.InvokeAsync, isBelowMiddleware),
        }));

        surroundings.Conventions.ApplyFinally(builder);

        // The function of an '_error.cs' is called by the exception handler, whatever the request has passed.
        if (module.File.Role != RouteFileRole.Error)
        {
            surroundings.Guard?.Invoke(builder, module.File);
        }

        return builder.Build();
    }

    /// <summary>Where the file says so, answers to GET are kept.</summary>
    private RequestDelegate Cached(
        RouteModule module, RouteExport export, RouteParameters parameters, RequestDelegate handler, bool isBelowMiddleware)
    {
        if (export.Name is not ("GET" or RouteExport.AnyMethod))
        {
            return handler;
        }

        if (CachePolicy.Of(module.Config) is { } policy)
        {
            var logger = loggers.CreateLogger(module.File.Path);
            var cache = services.GetRequiredService<AnswerCache>();
            var route = new CachedRoute(
                cache, policy, module, parameters, handler, EndpointGuards.IsGuardedAsync, isBelowMiddleware, logger);
            return route.InvokeAsync;
        }

        return !CachePolicy.ForbidsKeeping(module.Config) ? handler : context =>
        {
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return handler(context);
        };
    }

    /// <summary>What is answered has that status unless it says another.</summary>
    private static RequestDelegate WithStatus(int status, RequestDelegate handler) => context =>
    {
        context.Response.StatusCode = status;
        return handler(context);
    };

    /// <summary>What is answered has the status of the error unless it says another.</summary>
    private static RequestDelegate WithStatusOfError(RequestDelegate handler) => context =>
    {
        context.Response.StatusCode = context.Features.Get<HandledError>()?.Problem.Status ?? StatusCodes.Status500InternalServerError;
        return handler(context);
    };

    /// <summary>Inside the filters of the application, which may refuse the request altogether.</summary>
    private static void AddFilters(RouteEndpointBuilder builder, object[] attributes, BodyFilter? body, ValidationFilter? validation)
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
    }

    /// <summary>The type that ASP.NET Core reads from JSON, or null.</summary>
    private static Type? JsonBodyOf(RouteEndpointBuilder builder) => builder.Metadata.OfType<IAcceptsMetadata>()
        .FirstOrDefault(accepts => accepts.ContentTypes.Any(type => type.Contains("json", StringComparison.OrdinalIgnoreCase)))?.RequestType;

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
    private static RequestDelegate Prepare(RequestDelegate bound, FunctionSignature signature, ProvidedParameters? provided, HandlerSettings settings)
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

    /// <summary>Applies our rules for texts and forms to what ASP.NET Core binds.</summary>
    private static RequestDelegate Rule(RequestDelegate bound, ParameterTexts texts, FormBinding? form) =>
        texts.Apply(form?.Provide(bound) ?? bound);

    private HandlerDeadline.Options? DeadlineOf(RouteModule module) =>
        module.Config.MaxDuration is { } seconds ? new HandlerDeadline.Options(seconds, settings.MaxDurationGrace, time) : null;
}

using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
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
        IReadOnlyList<RouteModule> modules, FileRouteConventions conventions, List<RouteDiagnostic> diagnostics, RouteGroupContext? group = null)
    {
        var all = group is null ? conventions : conventions.Within(group);
        return [.. modules.SelectMany(module => CreateFor(module, PatternOf(module, group), all, diagnostics))];
    }

    private static RoutePattern PatternOf(RouteModule module, RouteGroupContext? group)
    {
        var pattern = RoutePatterns.Create(module.File);
        return group is null ? pattern : RoutePatternFactory.Combine(group.Prefix, pattern);
    }

    private List<Endpoint> CreateFor(
        RouteModule module, RoutePattern pattern, FileRouteConventions conventions, List<RouteDiagnostic> diagnostics)
    {
        var endpoints = new List<Endpoint>();
        foreach (var export in module.Exports)
        {
            try
            {
                var builder = NewBuilder(module.File, pattern);
                if (MethodsOf(export, module) is { } methods)
                {
                    builder.Metadata.Add(new HttpMethodMetadata(methods));
                }

                endpoints.Add(Bind(module, export, builder, conventions));
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
            {
                diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Name, exception.Message));
            }
        }

        if (!module.Exports.Any(export => export.Name == RouteExport.AnyMethod))
        {
            // The path alone chooses the file. Without an endpoint for the methods that this one does not export,
            // routing would go on to a less specific file that answers them.
            var builder = NewBuilder(module.File, pattern);
            builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
            builder.RequestDelegate = new OtherMethods(module.Exports).InvokeAsync;
            conventions.Apply(builder);
            conventions.ApplyFinally(builder);
            endpoints.Add(builder.Build());
        }

        return endpoints;
    }

    private RouteEndpointBuilder NewBuilder(RouteFile file, RoutePattern pattern) =>
        new(requestDelegate: null, pattern, order: 0)
        {
            DisplayName = file.Path,
            ApplicationServices = services,
            Metadata = { new RouteFileMetadata(file.Path) },
        };

    /// <summary>Null for every method. GET answers HEAD as well, unless the file has a function for it.</summary>
    private static string[]? MethodsOf(RouteExport export, RouteModule module) => export.Name switch
    {
        RouteExport.AnyMethod => null,
        "GET" when !module.Exports.Any(other => other.Name == "HEAD") => ["GET", "HEAD"],
        _ => [export.Name],
    };

    private Endpoint Bind(RouteModule module, RouteExport export, RouteEndpointBuilder builder, FileRouteConventions conventions)
    {
        var function = export.Handler.Method;
        RefuseArrayOfRoute(function, module.File);
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = services,
            RouteParameterNames = builder.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = true,
            DisableInferBodyFromParameters = export.Name is "GET" or "HEAD" or "OPTIONS" or "DELETE",
            EndpointBuilder = builder,
        };
        var direct = DirectHandlers.TryCreate(export.Handler);
        var inferred = direct is null ? RequestDelegateFactory.InferMetadata(function, options) : null;
        var bindsBody = BindsBody(function, builder);
        AdjustInferred(builder);
        foreach (var attribute in function.GetCustomAttributes(inherit: true))
        {
            builder.Metadata.Add(attribute);
        }

        if (export.Summary is not null)
        {
            builder.Metadata.Add(new EndpointSummaryAttribute(export.Summary));
        }

        conventions.Apply(builder);
        var handler = direct is not null && builder.FilterFactories.Count == 0
            ? new RouteHandler(direct, CreateSettings(module, parsesBody: true, expectsAnswer: true), DeadlineOf(module))
            : new RouteHandler(
                RequestDelegateFactory.Create(export.Handler, options, inferred).RequestDelegate,
                CreateSettings(module, TakesRequest(function) && !bindsBody, ExpectsAnswer(function)),
                DeadlineOf(module));
        builder.RequestDelegate = handler.InvokeAsync;
        conventions.ApplyFinally(builder);
        return builder.Build();
    }

    /// <summary>ASP.NET Core would take such an array from the query or the body: the client's word for the route's.</summary>
    private static void RefuseArrayOfRoute(MethodInfo function, RouteFile file)
    {
        var names = file.Segments.Where(segment => segment.IsCatchAll).Select(segment => segment.Text);
        if (function.GetParameters().FirstOrDefault(parameter =>
            parameter.ParameterType == typeof(string[]) && names.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase)) is { } array)
        {
            throw new InvalidOperationException(
                $"'string[] {array.Name}' is not bound from the route. Read req.Query[\"{array.Name}\"], or take 'string {array.Name}' with the slashes in it.");
        }
    }

    /// <summary>What ASP.NET Core infers of a bound body would choose the file, or ask for a token that nobody issues.</summary>
    private static void AdjustInferred(RouteEndpointBuilder builder)
    {
        // Routing would go on to another file when a content type does not fit. Binding refuses it with 415 by itself.
        foreach (var accepts in builder.Metadata.OfType<IAcceptsMetadata>().Cast<object>().ToList())
        {
            builder.Metadata.Remove(accepts);
        }

        // An attribute of the function's own comes later and wins.
        builder.Metadata.Add(new RequireAntiforgeryTokenAttribute(required: false));
    }

    private HandlerSettings CreateSettings(RouteModule module, bool parsesBody, bool expectsAnswer)
    {
        var api = module.Config.Api;
        return new HandlerSettings
        {
            Parameters = new RouteParameters(module.File),
            ParsesBody = parsesBody && api.BodyParser.Enabled,
            BodyLimit = api.BodyParser.Enabled ? api.BodyParser.SizeLimit ?? settings.BodySizeLimit : default(ByteSize?),
            ResponseLimit = api.ResponseLimit.IsOff ? null : api.ResponseLimit.Size?.Bytes ?? settings.ResponseLimit,
            ExpectsAnswer = expectsAnswer && !api.ExternalResolver,
            IsDevelopment = environment.IsDevelopment(),
            Json = json.Value.SerializerOptions,
            Buffers = _buffers,
            Logger = loggers.CreateLogger(module.File.Path),
        };
    }

    private HandlerDeadline.Options? DeadlineOf(RouteModule module) =>
        module.Config.MaxDuration is { } seconds ? new HandlerDeadline.Options(seconds, settings.MaxDurationGrace, time) : null;

    private static bool TakesRequest(MethodInfo function) =>
        function.GetParameters().Any(parameter => parameter.ParameterType.IsAssignableTo(typeof(ApiRequest)));

    private static bool BindsBody(MethodInfo function, RouteEndpointBuilder builder) =>
        builder.Metadata.OfType<IAcceptsMetadata>().Any()
        || function.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(Stream) || parameter.ParameterType == typeof(System.IO.Pipelines.PipeReader));

    // A function that returns something answers with it.
    private static bool ExpectsAnswer(MethodInfo function) =>
        (function.ReturnType == typeof(void) || function.ReturnType == typeof(Task) || function.ReturnType == typeof(ValueTask))
        && function.GetParameters().Any(parameter =>
            parameter.ParameterType == typeof(ApiResponse)
            || (parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(ApiResponse<>)));
}

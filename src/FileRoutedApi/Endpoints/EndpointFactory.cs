using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds modules: one endpoint for each function, and one that says which methods a file answers.</summary>
internal sealed class EndpointFactory(
    FileRoutesSettings settings,
    IServiceProvider services,
    FunctionBinder functions,
    RouteJson json,
    IHostEnvironment environment)
{
    /// <summary>The endpoints of a route; of what answers below a folder, where the file is about one.</summary>
    /// <param name="group">The group of endpoints that the routes belong to; null where they stand by themselves.</param>
    public IReadOnlyList<Endpoint> Create(RouteModule module, BindingContext surroundings, List<RouteDiagnostic> diagnostics, RouteGroupContext? group = null) =>
        CreateFor(module, PatternOf(module.File, group), surroundings.Within(group), diagnostics);

    /// <summary>The endpoint of everything below a folder that nothing answers, for what the folder says of it.</summary>
    /// <param name="answer">What answers; null for problem details.</param>
    public Endpoint CreateNotFound(RouteFile folder, BindingContext surroundings, Endpoint? answer, RouteGroupContext? group)
    {
        var builder = NewBuilder(folder, PatternOf(folder, group));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(folder, null));
        builder.Metadata.AddFolders(surroundings.Folders, null);
        builder.RequestDelegate = answer?.RequestDelegate ?? (context => ProblemResponse.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = "Not Found" }));
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
        RouteModule module, RoutePattern pattern, BindingContext surroundings, List<RouteDiagnostic> diagnostics)
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

                endpoints.Add(functions.Bind(module, export, signature, builder, surroundings, answered));
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
        new(requestDelegate: null, pattern, order: file.Role.CoversFolder ? int.MaxValue : 0) { DisplayName = file.Path, ApplicationServices = services };

    /// <summary>Null for every method. GET answers HEAD as well, unless the file has a function for it.</summary>
    private static string[]? MethodsOf(RouteExport export, FunctionSignature signature, RouteModule module)
    {
        var named = export.Name == RouteExport.AnyMethod ? signature.HttpMethods : [export.Name];
        return named is null ? null
            : named.Contains("GET") && !named.Contains("HEAD") && !module.Exports.Any(other => other.Name == "HEAD") ? [.. named, "HEAD"]
            : [.. named];
    }
}

using FileRoutedApi.Development;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Endpoints;

/// <summary>Creates the endpoints of modules: one for each function, and one that responds to the methods a file does not export.</summary>
internal sealed class EndpointFactory(
    FileRoutesSettings settings,
    IServiceProvider services,
    FunctionBinder functions,
    RouteJson json,
    IHostEnvironment environment)
{
    /// <summary>Binds the functions of a module to endpoints, and checks what these need of the application.</summary>
    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext binding)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var endpoints = Create(module, binding, diagnostics);
        await EndpointNeedsExtensions.CheckAsync(endpoints, services, diagnostics);
        return new BoundModule(module, binding.Folders, endpoints) { Diagnostics = diagnostics };
    }

    /// <summary>
    /// Creates the endpoints of a module. Those of a <c>_404.cs</c> or <c>_error.cs</c> match every path below its folder.
    /// </summary>
    /// <param name="group">The endpoint group that the routes are mapped in, or null.</param>
    public IReadOnlyList<Endpoint> Create(
        RouteModule module, BindingContext binding, List<RouteDiagnostic> diagnostics, RouteGroupContext? group = null) =>
        CreateFor(module, PatternOf(module.File, group), binding.Within(group), diagnostics);

    /// <summary>Creates the endpoint for unmatched paths below a folder, so that the configuration of the folder applies to them.</summary>
    /// <param name="handler">The endpoint of the <c>_404.cs</c> that writes the response; null to write problem details.</param>
    public Endpoint CreateNotFound(RouteFile folder, BindingContext binding, Endpoint? handler, RouteGroupContext? group)
    {
        var builder = NewBuilder(folder, PatternOf(folder, group));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(folder, null));
        builder.Metadata.AddFolders(binding.Folders, null);
        builder.RequestDelegate = handler?.RequestDelegate ?? WriteNotFoundAsync;
        binding.Guard?.Invoke(builder, folder);
        binding.Within(group).Apply(builder);
        return builder.Build();
    }

    /// <summary>Creates the endpoint that responds in place of a file with errors.</summary>
    /// <param name="errors">The errors of the file, or of a <c>_middleware.cs</c> above it.</param>
    public Endpoint CreateBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors)
    {
        var builder = NewBuilder(file, RoutePatterns.Create(file));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new RouteFileMetadata(file, null));
        builder.RequestDelegate = new BrokenFile(errors, environment, SourceFolder.Of(settings)).InvokeAsync;
        return builder.Build();
    }

    private static Task WriteNotFoundAsync(HttpContext context)
    {
        if (RequestTrace.Of(context) is not null && LocalRequest.IsLocal(context) && AcceptedType.PrefersHtml(context.Request))
        {
            // The development server explains to a browser why no file handles the path.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return ProblemResponse.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = "Not Found" });
    }

    private static RoutePattern PatternOf(RouteFile file, RouteGroupContext? group)
    {
        var pattern = RoutePatterns.Create(file);
        return group is null ? pattern : RoutePatternFactory.Combine(group.Prefix, pattern);
    }

    private List<Endpoint> CreateFor(
        RouteModule module, RoutePattern pattern, BindingContext binding, List<RouteDiagnostic> diagnostics)
    {
        var endpoints = new List<Endpoint>();
        var exportedMethods = new List<string>();
        var hasSocket = module.Export(RouteExport.Socket) is not null;
        foreach (var export in module.Exports.Where(export => export.Name is not (RouteExport.Metadata or RouteExport.StaticParams)))
        {
            var signature = new FunctionSignature(export.Handler.Method);
            if ((SignatureMistakes.Find(signature, export, module) ?? PageSignatures.FindMistake(signature, export)
                ?? SocketSignatures.FindMistake(signature, export)) is { } mistake)
            {
                AddUnbindable(mistake);
                continue;
            }

            if (FieldOnlyTypes.Find(signature, json.Options) is { } lost)
            {
                diagnostics.Add(RouteDiagnostics.FieldsNotSent(
                    module.File.Path, export.Line, export.Column, export.Name, FieldOnlyTypes.NameOf(lost)));
            }

            try
            {
                var builder = NewBuilder(module.File, pattern);
                if (export.Name == RouteExport.Socket)
                {
                    builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Connect]));
                    builder.Metadata.Add(SocketFile.Of(module));
                }
                else if (MethodsOf(export, signature, module) is { } methods)
                {
                    builder.Metadata.Add(new HttpMethodMetadata(WebSocketConnect.AddTo(methods)));
                    exportedMethods.AddRange(methods);
                }

                endpoints.Add(functions.Bind(module, export, signature, builder, binding, exportedMethods));
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
            {
                AddUnbindable(SignatureMistakes.Explain(exception, export.Name, signature));
            }

            void AddUnbindable(string reason) => diagnostics.Add(ParameterPlace.MoveTo(
                RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, reason),
                signature,
                settings.Root));
        }

        if (exportedMethods.Count > 0 || SocketFile.IsAlone(module))
        {
            // The path alone selects the file. Without an endpoint for the methods that the file does not export, routing would fall back
            // to a less specific file that exports them.
            var builder = NewBuilder(module.File, pattern);
            builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
            builder.Metadata.Add(new RouteFileMetadata(module.File, null));
            builder.Metadata.AddFolders(binding.Folders, module);
            builder.RequestDelegate = RequestMethod.RequireExactCase(new OtherMethods(exportedMethods, hasSocket).InvokeAsync);
            binding.Apply(builder);
            endpoints.Add(builder.Build());
        }

        return endpoints;
    }

    private RouteEndpointBuilder NewBuilder(RouteFile file, RoutePattern pattern) =>
        new(requestDelegate: null, pattern, order: file.Role.CoversFolder ? int.MaxValue : 0)
        {
            DisplayName = file.Path,
            ApplicationServices = services,
        };

    /// <summary>
    /// Returns the methods that a function handles, or null if it handles all. GET includes HEAD, unless the file exports HEAD.
    /// </summary>
    private static string[]? MethodsOf(RouteExport export, FunctionSignature signature, RouteModule module)
    {
        var named = export.Name == RouteExport.AnyMethod ? signature.HttpMethods
            : export.Name != RouteExport.Page ? [export.Name]
            : module.File.Role.CoversFolder ? null
            : ["GET"];
        return named is null ? null
            : named.Contains("GET") && !named.Contains("HEAD") && !module.Exports.Any(other => other.Name == "HEAD") ? [.. named, "HEAD"]
            : [.. named];
    }
}

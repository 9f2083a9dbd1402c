using FileRoutedApi.Config;
using FileRoutedApi.Development;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds the functions of every <c>_middleware.cs</c>.</summary>
internal sealed class FolderMiddlewareFactory(
    FileRoutesSettings settings,
    HandlerSettingsFactory handlers,
    IServiceProviderIsService services,
    IHostEnvironment environment,
    ILoggerFactory loggers)
{
    /// <summary>Binds a module.</summary>
    /// <returns>Null if the function cannot be bound. The reason is added to the diagnostics.</returns>
    public FolderMiddleware? Create(RouteModule module, List<RouteDiagnostic> diagnostics)
    {
        MiddlewareFunction? function = null;
        var logger = loggers.CreateLogger(module.File.Path);
        if (module.Exports is [var export, ..]
            && (function = MiddlewareFunction.TryCreate(export.Handler, services, logger, out var mistake)) is null)
        {
            diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, mistake));
            return null;
        }

        var own = handlers.CreateForFolder(module, new FolderParameters(module.File));
        return new FolderMiddleware(
            module.File,
            function,
            own,
            [.. module.MiddlewareConfig.Matcher.Select(matcher => new RequestMatcher(matcher))],
            FolderMetadata.Of(module),
            module.MiddlewareConfig.BodyParser.SizeLimit is null ? null : new BodyLimitMetadata(own.BodyLimit),
            FolderHeaders.Of(module.MiddlewareConfig));
    }

    /// <summary>
    /// Creates a replacement for a <c>_middleware.cs</c> with errors. It rejects all requests below its folder, because the guard cannot
    /// run.
    /// </summary>
    public FolderMiddleware CreateBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors)
    {
        var broken = new BrokenFile(errors, environment, SourceFolder.Of(settings));
        var module = RouteModule.Empty(file);

        // A complete response, which the middleware functions of outer folders may change.
        Task Respond(HttpContext context)
        {
            PendingBody.Of(context)?.IsBuffering = true;
            return broken.InvokeAsync(context);
        }

        var own = handlers.CreateForFolder(module, new FolderParameters(file));
        return new FolderMiddleware(file, MiddlewareFunction.Create(Respond), own, [], FolderMetadata.Guarded);
    }
}

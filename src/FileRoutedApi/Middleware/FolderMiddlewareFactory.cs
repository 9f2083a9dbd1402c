using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>Binds the functions of every <c>_middleware.cs</c>.</summary>
internal sealed class FolderMiddlewareFactory(HandlerSettingsFactory handlers, IServiceProviderIsService services, ILoggerFactory loggers)
{
    /// <summary>Null where the function cannot be bound, which is added to the diagnostics.</summary>
    public FolderMiddleware? Create(RouteModule module, List<RouteDiagnostic> diagnostics)
    {
        MiddlewareFunction? function = null;
        if (module.Exports is [var export, ..]
            && (function = MiddlewareFunction.TryCreate(export.Handler, services, loggers.CreateLogger(module.File.Path), out var mistake)) is null)
        {
            diagnostics.Add(RouteDiagnostics.UnbindableSignature(module.File.Path, export.Line, export.Column, export.Name, mistake));
            return null;
        }

        return new FolderMiddleware(module, function, handlers.CreateForFolder(module, new FolderParameters(module.File)), FolderMetadata.PolicyOf(module.Folder.Cors));
    }
}

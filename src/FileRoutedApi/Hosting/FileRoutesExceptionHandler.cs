using FileRoutedApi.Development;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using FileRoutedApi.Pages;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Handles the exceptions of route files. An <see cref="ApiException"/> has its own status. Any other exception is a 500, with details only
/// for local requests in Development. The exceptions of other endpoints are left to the application.
/// </summary>
internal sealed partial class FileRoutesExceptionHandler(
    IHostEnvironment environment,
    FileRoutesSettings settings,
    ErrorResponses errors,
    PageProblems pages,
    IOptions<JsonOptions> json,
    ILoggerFactory loggers)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var endpointFile = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File;
        var middleware = context.Features.Get<MiddlewareRun>()?.File;
        var file = middleware ?? endpointFile?.Path;
        var page = middleware is null && endpointFile is { Role.IsPage: true } ? endpointFile : null;
        var problem = file is null && exception is not ApiException ? null
            : ThrownValidation.AsProblem(exception, settings.ValidationStatus, json.Value.SerializerOptions, [])
                ?? HandlerExceptions.AsResponse(exception);
        if (problem is not null)
        {
            await errors.WriteAsync(context, file, problem);
            return true;
        }

        if (file is null)
        {
            return false;
        }

        if (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // The client disconnected while its body was read. RequestAborted may not be cancelled yet.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            context.Abort();
            return true;
        }

        var failed = page is null ? file : context.Features.Get<FailedLayout>()?.File.Path ?? file;
        Log.UnhandledException(loggers.CreateLogger(failed), exception, context.Request.Method, context.Request.Path);
        var showsException = environment.IsDevelopment() && LocalRequest.IsLocal(context);
        var isForBrowser = showsException && AcceptedType.PrefersHtml(context.Request);
        var source = page is null ? file : FailedLayout.FolderOf(context, page.Folder);
        if (!isForBrowser && await errors.TryHandleAsync(context, source, exception))
        {
            return true;
        }

        if (showsException)
        {
            await ErrorPage.WriteAsync(context, ErrorReport.OfException(SourceFolder.Of(settings), exception));
            return true;
        }

        if (page is not null && AcceptedType.PrefersHtml(context.Request))
        {
            await pages.WriteDefaultAsync(context, page, StatusCodes.Status500InternalServerError, "Internal Server Error");
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await ProblemResponse.WriteAsync(context, new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "Internal Server Error",
        });
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "An unhandled exception was thrown for {Method} {Path}.",
            EventName = "UnhandledException")]
        public static partial void UnhandledException(ILogger logger, Exception exception, string method, string path);
    }
}

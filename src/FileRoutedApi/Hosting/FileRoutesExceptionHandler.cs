using FileRoutedApi.Development;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
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
    IHostEnvironment environment, FileRoutesSettings settings, ErrorResponses errors, IOptions<JsonOptions> json, ILoggerFactory loggers)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var file = context.Features.Get<MiddlewareRun>()?.File
            ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path;
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

        Log.UnhandledException(loggers.CreateLogger(file), exception, context.Request.Method, context.Request.Path);
        var showsException = environment.IsDevelopment() && LocalRequest.IsLocal(context);
        var isForBrowser = showsException && AcceptedType.PrefersHtml(context.Request);
        if (!isForBrowser && await errors.TryHandleAsync(context, file, exception))
        {
            return true;
        }

        if (showsException)
        {
            await ErrorPage.WriteAsync(context, ErrorReport.OfException(settings.Root, exception));
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

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
/// The last answer to an exception: an <see cref="ApiException"/> says itself what it is, anything else that a route
/// file throws is a 500, which shows the exception to local requests in Development and nothing elsewhere. What other endpoints throw
/// is left to the application.
/// </summary>
internal sealed partial class FileRoutesExceptionHandler(
    IHostEnvironment environment, FileRoutesSettings settings, ErrorResponses errors, IOptions<JsonOptions> json, ILoggerFactory loggers) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var file = context.Features.Get<MiddlewareRun>()?.File
            ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path;
        var answer = file is null && exception is not ApiException ? null
            : ThrownValidation.AsProblem(exception, settings.ValidationStatus, json.Value.SerializerOptions, []) ?? HandlerExceptions.AsResponse(exception);
        if (answer is not null)
        {
            await errors.WriteAsync(context, file, answer);
            return true;
        }

        if (file is null)
        {
            return false;
        }

        if (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // The client went away while its body was read, which is seen before the request is marked as aborted.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
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
        await ProblemResponse.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" });
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

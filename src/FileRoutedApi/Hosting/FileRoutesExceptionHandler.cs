using FileRoutedApi.Development;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Hosting;

/// <summary>
/// The last answer to an exception: an <see cref="ApiException"/> says itself what it is, anything else that a route
/// file throws is a 500, which shows the exception in Development and nothing elsewhere. What other endpoints throw
/// is left to the application.
/// </summary>
internal sealed class FileRoutesExceptionHandler(IHostEnvironment environment, FileRoutesSettings settings, ILoggerFactory loggers) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var file = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path;
        if ((file is not null || exception is ApiException) && HandlerExceptions.AsAnswer(exception) is { } answer)
        {
            await ProblemAnswer.WriteAsync(context, answer);
            return true;
        }

        if (file is null)
        {
            return false;
        }

        HandlerLog.Unhandled(loggers.CreateLogger(file), exception, context.Request.Method, context.Request.Path);
        if (environment.IsDevelopment())
        {
            await ErrorPage.WriteAsync(context, ErrorReport.OfException(settings.Root, exception));
            return true;
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await ProblemAnswer.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" });
        return true;
    }
}

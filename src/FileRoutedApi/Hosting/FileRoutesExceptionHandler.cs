using System.Diagnostics;
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
internal sealed class FileRoutesExceptionHandler(IHostEnvironment environment, ILoggerFactory loggers) : IExceptionHandler
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
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        await ProblemAnswer.WriteAsync(context, Describe(exception));
        return true;
    }

    private ProblemDetails Describe(Exception exception)
    {
        var problem = new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" };
        if (environment.IsDevelopment())
        {
            var frame = new StackTrace(exception, fNeedFileInfo: true).GetFrames().FirstOrDefault(frame => frame.GetFileLineNumber() > 0);
            problem.Detail = exception.Message;
            problem.Extensions["exception"] = new
            {
                type = exception.GetType().FullName,
                message = exception.Message,
                file = frame?.GetFileName(),
                line = frame?.GetFileLineNumber(),
                stackTrace = exception.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
        }

        return problem;
    }
}

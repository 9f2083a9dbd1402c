using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>Writes the responses to errors: by the nearest <c>_error.cs</c>, or as problem details.</summary>
internal sealed partial class ErrorResponses(IPublishedFolders folders, ILoggerFactory loggers)
{
    /// <summary>
    /// Returns true if the function of an <c>_error.cs</c> takes an <see cref="ApiException"/>, so it responds to every error.
    /// </summary>
    public static bool IsForProblems(Endpoint error) =>
        error.Metadata.GetMetadata<RouteFileMetadata>()?.Function?.Signature.Parameters.Any(parameter => parameter.Type == typeof(ApiException)) == true;

    /// <summary>Writes the response for an <see cref="ApiException"/>.</summary>
    /// <param name="file">The file whose request failed.</param>
    public async Task WriteAsync(HttpContext context, string? file, ApiException problem)
    {
        if (file is not null && problem.RedirectUrl is null && folders.Of(context).ErrorOf(file) is { } error && IsForProblems(error))
        {
            ProblemResponse.RemoveBodyHeaders(context.Response.Headers);
            if (await TryCallAsync(error, context, new HandledError(problem, problem)))
            {
                return;
            }
        }

        await ProblemResponse.WriteAsync(context, problem);
    }

    /// <summary>Calls the nearest <c>_error.cs</c> for an unhandled exception.</summary>
    /// <returns>False if there is none, or if it threw an exception before the response started.</returns>
    /// <param name="file">The file whose request failed; a folder, with a slash at its end, to search for the error page of its pages.</param>
    /// <param name="problem">The response without the file; null for a 500.</param>
    public async Task<bool> TryHandleAsync(HttpContext context, string file, Exception exception, ApiException? problem = null) =>
        folders.Of(context).ErrorOf(file) is { } error
        && await TryCallAsync(error, context, new HandledError(exception, problem ?? AsProblem(exception)));

    private static ApiException AsProblem(Exception exception) =>
        new(StatusCodes.Status500InternalServerError, "Internal Server Error", exception);

    private async Task<bool> TryCallAsync(Endpoint error, HttpContext context, HandledError handled)
    {
        context.Features.Set(handled);
        try
        {
            await error.RequestDelegate!(context);
            return true;
        }
        catch (Exception second) when (!context.Response.HasStarted)
        {
            Log.ErrorFileThrew(loggers.CreateLogger(nameof(FileRoutedApi)), second);
            context.Response.Clear();
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "_error.cs threw an exception; the response to the original exception is sent without it.",
            EventName = "ErrorFileThrew")]
        public static partial void ErrorFileThrew(ILogger logger, Exception exception);
    }
}

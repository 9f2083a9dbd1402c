using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Logs which file routing has selected for a request, and for each of the nearest candidates why it was selected or not.
/// </summary>
internal sealed partial class RouteMatchLogging(IPublishedFolders folders, ILogger<RouteMatchLogging> logger)
{
    /// <summary>Adds the log in front of the rest of the pipeline. It has to come after routing.</summary>
    public RequestDelegate Apply(RequestDelegate next) => context =>
    {
        // An explanation tries every route, so it must not run if the log is off.
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Explain(context);
        }

        return next(context);
    };

    private void Explain(HttpContext context)
    {
        var request = context.Request;
        var endpoint = context.GetEndpoint();
        var metadata = endpoint?.Metadata.GetMetadata<RouteFileMetadata>();
        if (metadata is { Function: { } function })
        {
            Log.Matched(logger, request.Method, request.Path, metadata.File.Path, function.Export.Name);
        }
        else if (metadata is not null)
        {
            Log.MethodNotExported(logger, request.Method, request.Path, metadata.File.Path);
        }
        else if (endpoint is not null)
        {
            Log.OtherEndpoint(logger, request.Method, request.Path, endpoint.DisplayName);
            return;
        }
        else
        {
            Log.NotMatched(logger, request.Method, request.Path);
        }

        if (folders.Of(context).Table is { } table && RequestPath.TryParse(request.Path.ToUriComponent()) is { } path)
        {
            foreach (var candidate in table.Explain(path).Candidates)
            {
                Log.Candidate(logger, request.Path, candidate.File.Path, candidate.Reason);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} matched {File} and is handled by {Function}.", EventName = "RouteMatched")]
        public static partial void Matched(ILogger logger, string method, PathString path, string file, string function);

        [LoggerMessage(
            2, LogLevel.Debug,
            "{Method} {Path} matched {File}, which does not export a function for the method.",
            EventName = "MethodNotExported")]
        public static partial void MethodNotExported(ILogger logger, string method, PathString path, string file);

        [LoggerMessage(
            3, LogLevel.Debug,
            "{Method} {Path} matched {Endpoint}, which is not a route file.",
            EventName = "OtherEndpointMatched")]
        public static partial void OtherEndpoint(ILogger logger, string method, PathString path, string? endpoint);

        [LoggerMessage(4, LogLevel.Debug, "{Method} {Path} matched no file.", EventName = "NoRouteMatched")]
        public static partial void NotMatched(ILogger logger, string method, PathString path);

        [LoggerMessage(5, LogLevel.Debug, "Candidate for {Path}: {File}: {Reason}.", EventName = "RouteCandidate")]
        public static partial void Candidate(ILogger logger, PathString path, string file, string reason);
    }
}

using FileRoutedApi.Config;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>A bound <c>_middleware.cs</c>.</summary>
/// <param name="function">Null if the file only configures its folder.</param>
/// <param name="matchers">Select the requests that the function runs for. If empty, it runs for all requests.</param>
/// <param name="metadata">The configuration of the folder, as metadata for the endpoints below it.</param>
/// <param name="headers">The headers of all responses below the folder, or null.</param>
/// <param name="ownLimit">The body limit that the folder sets; null if that of the route file applies.</param>
internal sealed partial class FolderMiddleware(
    RouteFile file,
    MiddlewareFunction? function,
    HandlerSettings settings,
    IReadOnlyList<RequestMatcher> matchers,
    IReadOnlyList<object> metadata,
    BodyLimitMetadata? ownLimit = null,
    FolderHeaders? headers = null)
{
    public RouteFile File => file;

    public HandlerSettings Settings => settings;

    /// <summary>Gets the headers of all responses below the folder, or null.</summary>
    public FolderHeaders? Headers => headers;

    public MiddlewareFunction? Function => function;

    /// <summary>Gets the configuration of the folder, as metadata for the endpoints below it.</summary>
    public IReadOnlyList<object> Metadata => metadata;

    /// <summary>
    /// Gets the limit of a body that the function reads: that of the folder, or else that of the endpoint. Null if neither has one; the
    /// limit of the server applies then.
    /// </summary>
    public BodyLimitMetadata? LimitOf(HttpContext context) => ownLimit ?? context.GetEndpoint()?.Metadata.GetMetadata<BodyLimitMetadata>();

    /// <summary>Returns true if the function has to run for a request.</summary>
    public bool AppliesTo(HttpContext context)
    {
        if (function is null)
        {
            return false;
        }

        var applies = matchers.Count == 0 || Matches(context);
        if (applies)
        {
            Log.Runs(settings.Logger, context.Request.Method, context.Request.Path);
        }
        else
        {
            Log.Skipped(settings.Logger, context.Request.Method, context.Request.Path);
            if (settings.Is(HandlerTraits.IsDevelopment))
            {
                RequestTrace.Of(context)?.Add(file.Path, "skipped: no entry of config.Matcher matches");
            }
        }

        return applies;
    }

    private bool Matches(HttpContext context)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Matches(context))
            {
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Debug, "The middleware runs for {Method} {Path}.", EventName = "MiddlewareRuns")]
        public static partial void Runs(ILogger logger, string method, PathString path);

        [LoggerMessage(
            202, LogLevel.Debug,
            "The middleware is skipped for {Method} {Path}: no entry of config.Matcher matches.",
            EventName = "MiddlewareSkipped")]
        public static partial void Skipped(ILogger logger, string method, PathString path);
    }
}

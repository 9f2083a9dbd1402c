using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>The parts of a request that routing reads, at the time when an endpoint was selected.</summary>
internal sealed class RoutedRequest
{
    private readonly Endpoint? _endpoint;
    private readonly string _method;
    private readonly PathString _pathBase;
    private readonly PathString _path;
    private readonly HostString _host;
    private readonly QueryString _query;

    public RoutedRequest(HttpContext context)
    {
        _endpoint = context.GetEndpoint();
        _method = context.Request.Method;
        _pathBase = context.Request.PathBase;
        _path = context.Request.Path;
        _host = context.Request.Host;
        _query = context.Request.QueryString;
    }

    /// <summary>
    /// Returns true if the request has changed since its endpoint was selected. An endpoint that a middleware has set itself is not
    /// replaced.
    /// </summary>
    public bool NeedsRouting(HttpContext context) => context.GetEndpoint() == _endpoint && HasChanged(context.Request);

    // Ordinal, because the handler sees the casing. PathString and HostString ignore case.
    private bool HasChanged(HttpRequest request) =>
        !string.Equals(request.Path.Value, _path.Value, StringComparison.Ordinal)
        || !string.Equals(request.Method, _method, StringComparison.Ordinal)
        || !string.Equals(request.PathBase.Value, _pathBase.Value, StringComparison.Ordinal)
        || !string.Equals(request.Host.Value, _host.Value, StringComparison.Ordinal)
        || !string.Equals(request.QueryString.Value, _query.Value, StringComparison.Ordinal);
}

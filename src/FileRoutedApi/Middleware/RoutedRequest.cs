using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>The parts of a request that routing reads, as they were when an endpoint was chosen.</summary>
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
    /// Returns true if the request is another one by now and still has the endpoint that was chosen for what it was. A middleware that
    /// chose another endpoint meant that one.
    /// </summary>
    public bool NeedsRouting(HttpContext context) => context.GetEndpoint() == _endpoint && HasChanged(context.Request);

    // Ordinal: comparing PathString or HostString would ignore case, and the handler sees the difference.
    private bool HasChanged(HttpRequest request) =>
        !string.Equals(request.Path.Value, _path.Value, StringComparison.Ordinal)
        || !string.Equals(request.Method, _method, StringComparison.Ordinal)
        || !string.Equals(request.PathBase.Value, _pathBase.Value, StringComparison.Ordinal)
        || !string.Equals(request.Host.Value, _host.Value, StringComparison.Ordinal)
        || !string.Equals(request.QueryString.Value, _query.Value, StringComparison.Ordinal);
}

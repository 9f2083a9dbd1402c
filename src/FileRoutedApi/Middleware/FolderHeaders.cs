using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Middleware;

/// <summary>The response headers that a folder or a rule configures.</summary>
internal sealed class FolderHeaders
{
    private readonly (string Name, StringValues Value)[] _headers;
    private readonly StringValues _transportSecurity;

    public FolderHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var all = headers.ToLookup(header => header.Key.Equals(HeaderNames.StrictTransportSecurity, StringComparison.OrdinalIgnoreCase));
        _headers = [.. all[false].Select(header => (header.Key, new StringValues(header.Value)))];
        _transportSecurity = all[true].Select(header => header.Value).FirstOrDefault();
    }

    /// <summary>Returns the headers of a folder, or null if it has none.</summary>
    public static FolderHeaders? Of(MiddlewareConfig config) => config.Headers.Count > 0 ? new FolderHeaders(config.Headers) : null;

    /// <summary>
    /// Sets the headers when the response starts, because exception handling removes those that were set before. Callbacks run in reverse
    /// order: an inner folder comes first, and a header that is there already is kept.
    /// </summary>
    public void Register(HttpContext context) => context.Response.OnStarting(
        static state =>
        {
            var (headers, context) = ((FolderHeaders, HttpContext))state;
            headers.Set(context);
            return Task.CompletedTask;
        },
        (this, context));

    private void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in _headers)
        {
            headers.TryAdd(name, value);
        }

        // A browser ignores it over HTTP (RFC 6797 section 8.1), and remembers it for every port of the host.
        if (_transportSecurity.Count > 0 && context.Request.IsHttps && !IsLoopback(context.Request.Host.Host))
        {
            headers.TryAdd(HeaderNames.StrictTransportSecurity, _transportSecurity);
        }
    }

    // As in ASP.NET Core's HSTS middleware: other applications on this machine may use HTTP.
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]";
}

using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Sockets;

/// <summary>Marks the endpoint of a <c>SOCKET</c> function. Routing reads it.</summary>
/// <param name="HasPlainGet">True if another function of the file handles GET requests that are not for a WebSocket.</param>
internal sealed record SocketFile(bool HasPlainGet)
{
    /// <summary>
    /// Returns the marker of an endpoint, or null. It is read without the cache of the metadata: routing asks for it once for each endpoint.
    /// </summary>
    public static SocketFile? Of(Endpoint endpoint)
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is SocketFile file)
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>Returns the marker of a file with a <c>SOCKET</c>.</summary>
    public static SocketFile Of(RouteModule module) =>
        new(module.Exports.Any(export => export.Name is "GET" || (export.Name == RouteExport.AnyMethod && HandlesGet(export))));

    /// <summary>Returns true if <c>SOCKET</c> is the only function of a file that handles requests.</summary>
    public static bool IsAlone(RouteModule module) =>
        module.Exports.All(export => export.Name is RouteExport.Socket or RouteExport.StaticParams)
        && module.Export(RouteExport.Socket) is not null;

    private static bool HandlesGet(RouteExport handler) =>
        handler.Handler.Method.GetCustomAttributes(inherit: true).OfType<HttpMethodsAttribute>().FirstOrDefault() is not { } named
        || named.Methods.Contains("GET");
}

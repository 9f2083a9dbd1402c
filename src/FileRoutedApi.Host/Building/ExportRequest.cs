using FileRoutedApi.Host.Serving;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Building;

/// <summary>Sends the requests of an export.</summary>
internal static class ExportRequest
{
    /// <summary>Sends a GET request.</summary>
    /// <returns>The response and its body.</returns>
    public static async Task<(InProcessResponse Response, byte[] Body)> SendAsync(
        InProcessServer server, ExportTarget target, CancellationToken cancellationToken)
    {
        var request = new HttpRequestFeature
        {
            Method = HttpMethods.Get,

            // So that an application that redirects to HTTPS does not redirect these requests.
            Scheme = "https",
            Protocol = HttpProtocol.Http11,
            Path = PathString.FromUriComponent(target.Path).Value!,
            RawTarget = target.Path,
        };
        request.Headers.Host = "localhost";
        request.Headers.Accept = target.File.Role.IsPage ? "text/html" : "*/*";
        var features = new FeatureCollection();
        if (target.Endpoint is { } endpoint)
        {
            features.Set<IEndpointFeature>(new SelectedEndpoint { Endpoint = endpoint });
        }

        using var body = new MemoryStream();
        var response = await InProcessRequest.SendAsync(server, request, features, body, started: null, cancellationToken);
        return (response, body.ToArray());
    }

    private sealed class SelectedEndpoint : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }
}

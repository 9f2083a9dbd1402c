using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The addresses and names of the documents that an application serves, for the dashboard and the welcome page.</summary>
internal sealed record DocumentLinks(IReadOnlyList<(string Address, string Name)> All)
{
    /// <summary>Returns the registered links, or those to the documents among the endpoints.</summary>
    public static IReadOnlyList<(string Address, string Name)> Of(IServiceProvider services) =>
        services.GetService<DocumentLinks>()?.All ?? [.. Find(services)];

    private static IEnumerable<(string Address, string Name)> Find(IServiceProvider services)
    {
        var patterns = services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/') ?? "")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (patterns.Any(pattern => pattern.StartsWith("scalar/", StringComparison.OrdinalIgnoreCase)))
        {
            yield return ("/scalar", "Scalar");
        }

        if (patterns.Contains("openapi/{documentName}.json"))
        {
            yield return ("/openapi/v1.json", "OpenAPI document");
        }
    }
}

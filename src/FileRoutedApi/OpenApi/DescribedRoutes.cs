using System.Globalization;
using System.IO.Hashing;
using System.Text;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FileRoutedApi.OpenApi;

/// <summary>A path of a document and the endpoint that handles it.</summary>
/// <param name="Path">The path in OpenAPI syntax.</param>
/// <param name="Parameters">The names in braces in the path, and their route segments.</param>
internal sealed record DescribedRoute(
    RouteEndpoint Endpoint,
    RouteFile File,
    RouteFunction Function,
    string Path,
    IReadOnlyList<(string Name, RouteSegment Segment)> Parameters)
{
    /// <summary>Gets whether an attribute sets the name of the endpoint.</summary>
    public bool HasName => Endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null;

    /// <summary>Returns the operation id that an attribute sets, or one derived from the path, such as <c>getPostByPid</c>.</summary>
    /// <param name="basePath">The common prefix of all routes, which is not part of the id.</param>
    public string OperationId(string method, string basePath) =>
        Endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? method.ToLowerInvariant() + Words(basePath);

    /// <summary>
    /// Returns a suffix that distinguishes operations of the same name. It is a hash, so adding other operations does not change it.
    /// </summary>
    public string Distinction(string method) =>
        XxHash32.HashToUInt32(Encoding.UTF8.GetBytes($"{method} {Path}")).ToString("x8", CultureInfo.InvariantCulture);

    private string Words(string basePath)
    {
        var own = Path.StartsWith(basePath, StringComparison.OrdinalIgnoreCase) ? Path[basePath.Length..] : Path;
        var words = own.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment => segment.StartsWith('{') ? "By" + Pascal(segment) : Pascal(segment));
        return string.Concat(words) is { Length: > 0 } name ? name : "Root";
    }

    private static string Pascal(string segment) => string.Concat(Uri.UnescapeDataString(segment)
        .Split([.. segment.Where(character => !char.IsAsciiLetterOrDigit(character))], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit)))
        .Where(word => word.Length > 0)
        .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>Converts file routes to OpenAPI paths.</summary>
internal static class DescribedRoutes
{
    /// <param name="endpoints">In match order.</param>
    public static IReadOnlyList<DescribedRoute> Of(IEnumerable<Endpoint> endpoints)
    {
        var routes = endpoints
            .OfType<RouteEndpoint>()
            .Select(endpoint => (Endpoint: endpoint, Metadata: endpoint.Metadata.GetMetadata<RouteFileMetadata>()))
            .Where(route => route.Metadata?.Function is not null
                && route.Endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .ToList();

        // The shape of a path is the path without parameter names. OpenAPI treats two paths of one shape as the same path.
        var shapes = new Dictionary<string, RouteFile>();
        foreach (var route in routes.Where(route => !route.Metadata!.File.Segments.Any(segment => segment.IsCatchAll)))
        {
            var file = route.Metadata!.File;
            shapes.TryAdd(ShapeOf(PrefixOf(route.Endpoint, file) + PathOf(file.Segments)), file);
        }

        return [.. routes.SelectMany(route => PathsOf(route.Endpoint, route.Metadata!.File, route.Metadata.Function!, shapes))];
    }

    private static IEnumerable<DescribedRoute> PathsOf(
        RouteEndpoint endpoint, RouteFile file, RouteFunction function, Dictionary<string, RouteFile> shapes)
    {
        var prefix = PrefixOf(endpoint, file);
        var parameters = PrefixParametersOf(endpoint, file).Concat(file.Segments
            .Where(segment => segment.Kind != RouteSegmentKind.Static)
            .Select(segment => (Name: segment.Text, Segment: segment))).ToList();
        if (!file.Segments.Any(segment => segment.IsCatchAll))
        {
            yield return new DescribedRoute(endpoint, file, function, Rooted(prefix + PathOf(file.Segments)), parameters);
            yield break;
        }

        var catchAll = file.Segments[^1];
        if (catchAll.Kind == RouteSegmentKind.OptionalCatchAll)
        {
            var withoutRest = Rooted(prefix + PathOf(file.Segments.SkipLast(1)));
            yield return new DescribedRoute(endpoint, file, function, withoutRest, [.. parameters.SkipLast(1)]);
        }

        // A dynamic route of the same shape takes precedence, so the catch-all is described with one more segment.
        var path = prefix + PathOf(file.Segments);
        for (var extra = 2; shapes.GetValueOrDefault(ShapeOf(path), file) != file; extra++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{catchAll.Text}{extra}");
            path += $"/{{{name}}}";
            parameters.Add((name, catchAll));
        }

        shapes.TryAdd(ShapeOf(path), file);
        yield return new DescribedRoute(endpoint, file, function, path, parameters);
    }

    private static string Rooted(string path) => path.Length == 0 ? "/" : path;

    private static string PathOf(IEnumerable<RouteSegment> segments) => string.Concat(segments.Select(segment =>
        segment.Kind == RouteSegmentKind.Static ? "/" + Uri.EscapeDataString(segment.Text) : $"/{{{segment.Text}}}"));

    private static string ShapeOf(string path) =>
        string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment.ToUpperInvariant()));

    /// <summary>Returns the prefix of the endpoint group that the routes are mapped on.</summary>
    private static string PrefixOf(RouteEndpoint endpoint, RouteFile file) => string.Concat(GroupOf(endpoint, file).Select(segment =>
        "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => Uri.EscapeDataString(literal.Content),
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));

    private static IEnumerable<(string Name, RouteSegment Segment)> PrefixParametersOf(
        RouteEndpoint endpoint, RouteFile file) => GroupOf(endpoint, file)
        .SelectMany(segment => segment.Parts.OfType<RoutePatternParameterPart>())
        .Select(parameter => (parameter.Name, new RouteSegment(RouteSegmentKind.Dynamic, parameter.Name)));

    private static IEnumerable<RoutePatternPathSegment> GroupOf(RouteEndpoint endpoint, RouteFile file) =>
        endpoint.RoutePattern.PathSegments.SkipLast(file.Segments.Count);
}

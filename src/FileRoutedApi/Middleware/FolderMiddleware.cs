using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>A <c>_middleware.cs</c>, ready to run.</summary>
/// <param name="function">Null where the file only configures its folder.</param>
internal sealed class FolderMiddleware(RouteModule module, MiddlewareFunction? function, HandlerSettings settings, CorsPolicy? cors)
{
    private readonly RequestMatcher[] _matchers = [.. module.Folder.Matcher.Select(matcher => new RequestMatcher(matcher))];
    private readonly bool _isInGroup = module.File.Folder.Contains("/(", StringComparison.Ordinal);
    private readonly int[] _dynamic = [.. module.File.Segments.Index().Where(segment => segment.Item.Kind != RouteSegmentKind.Static).Select(segment => segment.Index)];

    public RouteFile File => module.File;

    public HandlerSettings Settings => settings;

    /// <summary>The folder's own policy, or null.</summary>
    public CorsPolicy? Cors => cors;

    public MiddlewareFunction? Function => function;

    /// <summary>
    /// Whether a path is below the folder. Where the name of a folder is a parameter, what is written out beside it comes
    /// first, as it does for routes; where it is no part of the URL, only the file tells.
    /// </summary>
    /// <param name="answer">The file that answers the path.</param>
    /// <param name="isLiteral">Whether anything beside the folder is called what the path has as its segment of that number.</param>
    public bool IsAbove(string path, Func<RouteFile?> answer, Func<int, bool> isLiteral) =>
        HasPrefix(path)
        && ((!_isInGroup && _dynamic.Length == 0)
            || Holds(answer())
            || (!_isInGroup && !_dynamic.Any(isLiteral)));

    /// <summary>Whether a file lies in the folder.</summary>
    public bool Holds(RouteFile? file) => file?.Path.StartsWith(File.Folder, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What the folder says of everything below.</summary>
    public IReadOnlyList<object> Metadata { get; } = FolderMetadata.Of(module);

    /// <summary>Whether its function is to see a request.</summary>
    public bool Wants(HttpContext context) =>
        function is not null && (_matchers.Length == 0 || _matchers.Any(matcher => matcher.Matches(context)));

    private bool HasPrefix(ReadOnlySpan<char> path)
    {
        var rest = path is ['/', ..] ? path[1..] : path;
        foreach (var segment in File.Segments)
        {
            // A catch-all drops empty segments, so nothing gets past between two slashes.
            rest = rest.TrimStart('/');
            var slash = rest.IndexOf('/');
            var part = slash < 0 ? rest : rest[..slash];
            if (part.IsEmpty || (segment.Kind == RouteSegmentKind.Static && !part.Equals(segment.Text, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            rest = slash < 0 ? [] : rest[(slash + 1)..];
        }

        return true;
    }
}

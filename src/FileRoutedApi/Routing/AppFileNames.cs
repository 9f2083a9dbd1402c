using System.Diagnostics.CodeAnalysis;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>Finds names in <c>app/</c> that look like special files and are none.</summary>
internal static class AppFileNames
{
    // Special files of Next.js that this library does not have.
    private static readonly string[] _unsupported = ["loading", "template", "default", "global-error", "global-not-found", "middleware", "proxy"];

    // Names that mean a special file in other frameworks, or in api/.
    private static readonly Dictionary<string, string> _meant = new(StringComparer.OrdinalIgnoreCase)
    {
        ["index"] = "page",
        ["_layout"] = "layout",
        ["_404"] = "not-found",
        ["404"] = "not-found",
        ["notfound"] = "not-found",
        ["not_found"] = "not-found",
        ["_error"] = "error",
        ["500"] = "error",
        ["_page"] = "page",
        ["_route"] = "route",
    };

    /// <summary>Returns the mistake in the name of a file that is not a special file; null if it can be shared code.</summary>
    /// <param name="name">The name without its extension; empty if the file has another extension than route files.</param>
    public static RouteDiagnostic? FindMistake(string path, string name)
    {
        var special = RouteFileRole.All.FirstOrDefault(role =>
            role.IsModule && role.Roots.Contains(RouteFolder.App) && role.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var folder = path[..path.LastIndexOf('/')];
        var extension = path[(path.LastIndexOf('/') + 1 + name.Length)..];
        return name.Length == 0 ? null
            : special is not null && special.Name != name ? RouteDiagnostics.NotASpecialFile(path, $"{folder}/{special.Name}{extension}")
            : _meant.TryGetValue(name, out var meant) ? RouteDiagnostics.NotASpecialFile(path, $"{folder}/{meant}{extension}")
            : name.StartsWith('[') && name.EndsWith(']') ? RouteDiagnostics.NotASpecialFile(path, $"{folder}/{name}/page{extension}")
            : _unsupported.Contains(name) ? RouteDiagnostics.UnsupportedSpecialFile(path)
            : name.StartsWith('_') ? RouteDiagnostics.UnknownUnderscoreName(
                path, RouteFileRole.Closest(RouteFolder.App, name) is { } similar ? similar + extension : null)
            : !folder.Contains("/_", StringComparison.Ordinal) && IsMisspelled(name, out var close)
                ? RouteDiagnostics.NotASpecialFile(path, $"{folder}/{close}{extension}")
            : null;
    }

    // Classes have upper case names, and 'pages.cs' is more than one page.
    private static bool IsMisspelled(string name, [NotNullWhen(true)] out string? close)
    {
        close = char.IsLower(name[0]) ? RouteFileRole.Closest(RouteFolder.App, name) : null;
        return close is not null && name != $"{close}s";
    }
}

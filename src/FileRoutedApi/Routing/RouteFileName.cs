using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Routing;

/// <summary>Reads the name of one file: Next.js rules for segments, plus what ASP.NET Core routing cannot express.</summary>
internal static class RouteFileName
{
    /// <summary>ASP.NET Core refuses patterns that are longer.</summary>
    public const int MaximumSegments = 28;

    // What a folder may hold that no URL should reach, such as .git; RFC 8615 gives this one a meaning.
    private const string WellKnownFolder = ".well-known";

    /// <param name="path">Relative to the folder that contains <c>api/</c> and <c>app/</c>, with <c>/</c>: <c>api/post/[pid].cs</c>.</param>
    /// <param name="file">The file, if it becomes a module.</param>
    /// <returns>Null if the file is neither a route nor code, or if its name is not valid. The diagnostics say why.</returns>
    public static RouteFileRole? Parse(
        string path, RouteTableOptions options, List<RouteDiagnostic> diagnostics, out RouteFile? file)
    {
        file = null;
        var all = path.Split('/');
        var (root, parts) = (all[0], all[1..]);
        var folders = parts[..^1];
        if (path.Any(character => char.IsControl(character) || character == '"'))
        {
            diagnostics.Add(RouteDiagnostics.InvalidCharacter(path, parts[^1]));
            return null;
        }

        if (parts.Any(IsHidden))
        {
            return null;
        }

        if (folders.Contains(RouteFileRole.Shared.Name))
        {
            return path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? RouteFileRole.Shared : null;
        }

        if (parts is [var only] && only == RouteFileRole.Startup.Name + ".cs" && RouteFileRole.Startup.Roots.Contains(root))
        {
            return RouteFileRole.Startup;
        }

        var extension = options.PageExtensions
            .Select(name => "." + name)
            .Where(ending => parts[^1].Length > ending.Length && parts[^1].EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .MaxBy(ending => ending.Length);
        if (root == RouteFolder.App)
        {
            return ParseApp(path, parts, extension, options, diagnostics, out file);
        }

        if (extension is null || folders.Any(IsPrivate))
        {
            return null;
        }

        if (root == RouteFolder.Jobs)
        {
            return JobFileName.TryParse(path, extension, diagnostics, out file) ? RouteFileRole.Job : null;
        }

        var name = parts[^1][..^extension.Length];
        if (RouteFileRole.Find(root, name) is { } role)
        {
            return TryParseFolder(path, folders, role, options, diagnostics, out file) ? role : null;
        }

        if (name.StartsWith('_'))
        {
            var suggestion = RouteFileRole.Closest(root, name) is { } meant ? meant + extension : null;
            diagnostics.Add(RouteDiagnostics.UnknownUnderscoreName(path, suggestion));
            return null;
        }

        return TryParseSegments(path, [.. folders.Where(IsPartOfUrl), .. NameOf(name)], RouteFileRole.Route, options, diagnostics, out file)
            ? RouteFileRole.Route
            : null;
    }

    /// <summary>In <c>app/</c> only special files are reachable. Other C# files beside them are shared code, such as components.</summary>
    private static RouteFileRole? ParseApp(
        string path,
        string[] parts,
        string? extension,
        RouteTableOptions options,
        List<RouteDiagnostic> diagnostics,
        out RouteFile? file)
    {
        file = null;
        var folders = parts[..^1];
        var name = extension is null ? "" : parts[^1][..^extension.Length];
        if (extension is not null && !folders.Any(IsPrivate) && RouteFileRole.Find(RouteFolder.App, name) is { } role)
        {
            return role.CoversFolder
                ? TryParseFolder(path, folders, role, options, diagnostics, out file) ? role : null
                : TryParseSegments(path, [.. folders.Where(IsPartOfUrl)], role, options, diagnostics, out file) ? role : null;
        }

        if (AppFileNames.FindMistake(path, name) is { } mistake)
        {
            diagnostics.Add(mistake);
            return null;
        }

        return path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? RouteFileRole.Shared : null;
    }

    private static bool IsPrivate(string folder) => folder.StartsWith('_');

    private static bool TryParseFolder(
        string path, string[] folders, RouteFileRole role, RouteTableOptions options, List<RouteDiagnostic> diagnostics, out RouteFile? file)
    {
        if (!TryParseSegments(path, [.. folders.Where(IsPartOfUrl)], role, options, diagnostics, out file))
        {
            return false;
        }

        if (!role.IsLayout && file!.Segments.FirstOrDefault(segment => segment.IsCatchAll) is { } catchAll)
        {
            diagnostics.Add(RouteDiagnostics.CatchAllNotLast(path, catchAll.ToString()));
            return false;
        }

        if (!role.IsAllowedInGroups && !folders.All(IsPartOfUrl))
        {
            diagnostics.Add(RouteDiagnostics.NotFoundInGroup(path));
            return false;
        }

        return true;
    }

    private static bool IsHidden(string part) => part.StartsWith('.') && part != WellKnownFolder;

    private static bool IsPartOfUrl(string folder) => !(folder.StartsWith('(') && folder.EndsWith(')'));

    private static string[] NameOf(string name) => name.Equals("index", StringComparison.OrdinalIgnoreCase) ? [] : [name];

    private static bool TryParseSegments(
        string path, string[] parts, RouteFileRole role, RouteTableOptions options, List<RouteDiagnostic> diagnostics, out RouteFile? file)
    {
        file = null;
        var before = diagnostics.Count;
        var segments = (path.StartsWith(RouteFolder.App + "/", StringComparison.Ordinal) ? "" : options.BasePath)
            .Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => new RouteSegment(RouteSegmentKind.Static, text))
            .ToList();
        foreach (var part in parts)
        {
            if (segments.Count > 0 && segments[^1].IsCatchAll)
            {
                diagnostics.Add(RouteDiagnostics.CatchAllNotLast(path, segments[^1].ToString()));
                return false;
            }

            if (ParseSegment(path, part, diagnostics) is not { } segment)
            {
                return false;
            }

            segments.Add(segment);
        }

        if (segments.Count > MaximumSegments)
        {
            diagnostics.Add(RouteDiagnostics.TooManySegments(path, segments.Count, MaximumSegments));
        }

        CheckParameterNames(path, segments, diagnostics);
        file = new RouteFile(path, segments, role);
        return diagnostics.Count == before;
    }

    /// <summary>The checks run in the order of Next's sorter, so that the same name gives the same message.</summary>
    private static RouteSegment? ParseSegment(string path, string part, List<RouteDiagnostic> diagnostics)
    {
        if (!part.StartsWith('[') || !part.EndsWith(']') || part.Length < 2)
        {
            if (ForeignParameters.Find(path, part) is { } mistake)
            {
                diagnostics.Add(mistake);
                return null;
            }

            if (part.AsSpan().IndexOfAny('?', '\\') < 0 && !part.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            {
                return new RouteSegment(RouteSegmentKind.Static, RouteSegment.Normalize(part));
            }

            diagnostics.Add(RouteDiagnostics.InvalidCharacter(path, part));
            return null;
        }

        var name = part[1..^1];
        var optional = name.StartsWith('[') && name.EndsWith(']') && name.Length > 1;
        name = optional ? name[1..^1] : name;
        if (name.StartsWith('…'))
        {
            diagnostics.Add(RouteDiagnostics.ThreeDotCharacter(path, name));
            return null;
        }

        var catchAll = name.StartsWith("...", StringComparison.Ordinal);
        name = catchAll ? name[3..] : name;
        RouteDiagnostic? error = name switch
        {
            "" => RouteDiagnostics.EmptyParameterName(path, part),
            _ when name.StartsWith('[') || name.EndsWith(']') => RouteDiagnostics.ExtraBrackets(path, name),
            _ when name.StartsWith('.') => RouteDiagnostics.ErroneousPeriods(path, name),
            _ when optional && !catchAll => RouteDiagnostics.OptionalParameter(path, part),
            _ when name.AsSpan().IndexOfAny('[', ']') >= 0 => ForeignParameters.Find(path, part),
            _ when name.AsSpan().IndexOfAny("{}?*\\") >= 0 => RouteDiagnostics.InvalidCharacter(path, part),
            _ => null,
        };
        if (error is not null)
        {
            diagnostics.Add(error);
            return null;
        }

        return new RouteSegment(
            optional ? RouteSegmentKind.OptionalCatchAll : catchAll ? RouteSegmentKind.CatchAll : RouteSegmentKind.Dynamic,
            RouteSegment.Normalize(name));
    }

    private static void CheckParameterNames(string path, List<RouteSegment> segments, List<RouteDiagnostic> diagnostics)
    {
        var seen = new List<string>();
        foreach (var segment in segments.Where(segment => segment.Kind != RouteSegmentKind.Static))
        {
            // Route values are not case-sensitive in ASP.NET Core, so [id] and [ID] are one name.
            if (seen.Contains(segment.Text, StringComparer.OrdinalIgnoreCase))
            {
                diagnostics.Add(RouteDiagnostics.RepeatedSlugName(path, segment.Text));
            }
            else if (seen.Find(other => WordCharacters(other) == WordCharacters(segment.Text)) is { } similar)
            {
                diagnostics.Add(RouteDiagnostics.SimilarSlugNames(path, similar, segment.Text));
            }

            seen.Add(segment.Text);
        }
    }

    // JavaScript's \W: everything but ASCII letters, digits and the underscore.
    private static string WordCharacters(string name) =>
        string.Concat(name.Where(character => char.IsAsciiLetterOrDigit(character) || character == '_'));
}

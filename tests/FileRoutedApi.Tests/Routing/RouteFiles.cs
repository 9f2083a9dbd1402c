using CsCheck;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Routing;

/// <summary>Random folders with few names, so that they collide often.</summary>
internal static class RouteFiles
{
    private static readonly Gen<string> _folder = Gen.OneOf("a", "b", "A", "ü", "x.y", "(g)", "[p]", "[q]", "[r]");

    private static readonly Gen<string> _name = Gen.OneOf(
        "a", "b", "B", "index", "v1.0", ":42", "[p]", "[q]", "[...rest]", "[...p]", "[[...rest]]", "[[...o]]", "[[p]]");

    /// <summary>Paths that may conflict.</summary>
    public static Gen<string[]> Any { get; } = Gen.Frequency((3, InApi()), (1, InApp()))
        .Array[1, 14]
        .Select(paths => paths.Distinct().ToArray());

    /// <summary>The files among them that do not conflict.</summary>
    public static Gen<string[]> Valid { get; } = Any.Select(paths =>
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (!RouteTable.Create([.. files, path], RouteTableOptions.Default).Diagnostics.Any())
            {
                files.Add(path);
            }
        }

        return files.ToArray();
    });

    private static Gen<string> InApi() =>
        Gen.Select(_folder.Array[0, 3], _name, (folders, name) => string.Join('/', ["api", .. folders, name]) + ".cs");

    // Below the base path, so that these files and those of api/ have the same URLs.
    private static Gen<string> InApp() => Gen.Select(
        _folder.Array[0, 3],
        Gen.OneOf("[...rest]/", "[[...rest]]/", "", "", ""),
        (folders, last) => string.Concat(["app/api/", .. folders.Select(folder => folder + "/"), last, "route.cs"]));

    /// <summary>Paths of requests: names of the folders, others, empty ones.</summary>
    public static Gen<string> RequestPath { get; } = Gen
        .OneOf("a", "b", "A", "ü", "x.y", "v1.0", ":42", "other", "c d", "", "index")
        .Array[0, 6]
        .Select(segments => "/api" + string.Concat(segments.Select(segment => "/" + segment)));
}

using System.Text;

namespace FileRoutedApi.Host.Templates;

/// <summary>The files that <c>new</c> writes. The package with the templates for <c>dotnet new</c> has the same files.</summary>
internal static class NewFolder
{
    private const string Prefix = "templates/";

    // What the template engine of `dotnet new` replaces too (template.json).
    private const string NamePlaceholder = "FraName";
    private const string VersionPlaceholder = "FRA_VERSION";

    private static readonly Dictionary<string, (string[] Parts, string[] Tests)> _parts = new()
    {
        ["api"] = (["base", "full", "posts", "api"], ["tests", "posts-tests"]),
        ["site"] = (["base", "full", "posts", "site"], ["tests", "posts-tests", "site-tests"]),
        ["minimal"] = (["base", "minimal"], ["tests"]),
    };

    /// <summary>Gets the names of the templates; the first one is the default.</summary>
    public static IReadOnlyCollection<string> Templates => _parts.Keys;

    /// <summary>Returns true for a name that is valid in project files and, with its letters, as a file name on every system.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100
        && char.IsAsciiLetter(name[0])
        && name[^1] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Returns the files of a template.</summary>
    /// <param name="name">The name of the application.</param>
    /// <param name="template">One of <see cref="Templates"/>.</param>
    /// <param name="hasTests">True to add a test project.</param>
    /// <param name="version">The version of the packages that the files refer to.</param>
    /// <returns>The paths with <c>/</c>, relative to the new folder, and the contents, sorted by path.</returns>
    public static IReadOnlyList<(string Path, byte[] Content)> FilesOf(string name, string template, bool hasTests, string version)
    {
        var (always, tests) = _parts[template];
        string[] parts = hasTests ? [.. always, .. tests] : always;
        var assembly = typeof(NewFolder).Assembly;
        return
        [
            .. (from resource in assembly.GetManifestResourceNames()
                let path = resource.Replace('\\', '/')
                where path.StartsWith(Prefix, StringComparison.Ordinal)
                let part = path[Prefix.Length..].Split('/')[0]
                where parts.Contains(part)
                let file = path[(Prefix.Length + part.Length + 1)..].Replace(NamePlaceholder, name, StringComparison.Ordinal)
                select (Path: file, Content: ContentOf(resource))).OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

        byte[] ContentOf(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            return Encoding.UTF8.GetBytes(reader.ReadToEnd()
                .Replace(NamePlaceholder, name, StringComparison.Ordinal)
                .Replace(VersionPlaceholder, version, StringComparison.Ordinal));
        }
    }
}

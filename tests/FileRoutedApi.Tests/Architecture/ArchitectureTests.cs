namespace FileRoutedApi.Tests.Architecture;

/// <summary>Which folders may use which others. Arrows go one way, so that a folder can be read without those that use it.</summary>
public class ArchitectureTests
{
    /// <summary>A folder may use the folders of its row and everything that those may use. The empty name is the project's own folder.</summary>
    private static readonly Dictionary<string, (string Folder, string[] MayUse)[]> _rules = new()
    {
        ["FileRoutedApi"] =
        [
            ("Diagnostics", []),
            ("Settings", ["Diagnostics"]),
            ("Routing", ["Settings"]),
            ("Http", ["Routing"]),
            ("Config", ["Http"]),
            ("Modules", ["Config"]),
            ("Functions", ["Modules"]),
            ("Built", ["Modules"]),
            ("Development", ["Http"]),
            ("RateLimiting", ["Config"]),
            ("Caching", ["Modules"]),
            ("Sockets", ["Modules"]),
            ("Validation", ["Functions"]),
            ("Pages", ["Functions"]),
            ("Middleware", ["Functions", "RateLimiting"]),
            ("AfterResponse", ["Middleware"]),
            ("Jobs", ["Functions"]),
            ("Endpoints", ["Built", "Caching", "Development", "Jobs", "Middleware", "Pages", "Sockets", "Validation"]),
            ("StaticFiles", ["Endpoints"]),
            ("OpenApi", ["Endpoints"]),
            ("Live", ["Endpoints"]),
            ("Rules", ["Middleware"]),
            ("Hosting", ["AfterResponse", "Live", "OpenApi", "Rules", "StaticFiles"]),
        ],
        ["FileRoutedApi.Compilation"] =
        [
            ("Files", []),
            ("Sdk", []),
            ("Packages", ["Files", "Sdk"]),
            ("Syntax", ["Packages"]),
            ("Generators", ["Syntax"]),
            ("Markup", ["Syntax"]),
            ("Compiling", ["Generators", "Markup"]),
            ("Caching", ["Compiling"]),
            ("Loading", ["Caching"]),
            ("Development", ["Loading"]),
            ("", ["Development"]),
        ],
        ["FileRoutedApi.Host"] =
        [
            ("Settings", []),
            ("Logging", []),
            ("Templates", []),
            ("OpenApi", ["Settings"]),
            ("Operations", ["Logging", "Settings"]),
            ("Serving", ["OpenApi", "Operations"]),
            ("Building", ["Serving"]),
            ("Development", ["Serving"]),
            ("Clients", ["Building"]),
            ("Commands", ["Building", "Clients", "Development", "Templates"]),
            ("", ["Commands"]),
        ],
        ["FileRoutedApi.Testing"] = [("", [])],
    };

    public static TheoryData<string> Projects => [.. _rules.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_use_only_the_folders_that_the_table_allows(string project)
    {
        var allowed = AllowedIn(project);

        var wrong = FolderArrows.Of(project).Where(arrow => !allowed[arrow.From].Contains(arrow.To)).Select(arrow => arrow.ToString());

        Assert.Equal([], wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_a_row(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        var folders = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Repository.IsOutput(file))
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Select(folder => folder == "." ? "" : folder)
            .Distinct();

        Assert.Equal(folders.Order(StringComparer.Ordinal), _rules[project].Select(row => row.Folder).Order(StringComparer.Ordinal));
    }

    /// <summary>Rows use only rows above them, so the table has no circle.</summary>
    private static Dictionary<string, HashSet<string>> AllowedIn(string project)
    {
        var allowed = new Dictionary<string, HashSet<string>>();
        foreach (var (folder, mayUse) in _rules[project])
        {
            allowed.Add(folder, [.. mayUse, .. mayUse.SelectMany(used => allowed[used])]);
        }

        return allowed;
    }
}

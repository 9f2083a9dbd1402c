using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// The files of this host that a built folder needs: all that its list of dependencies names, but the compiler and what
/// only that needs.
/// </summary>
internal static class HostFiles
{
    private const string Name = "FileRoutedApi.Host";

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The file to run.</summary>
    public const string Host = $"{Name}.dll";

    /// <summary>Whether this host was compiled for debugging.</summary>
    public static bool IsDebugBuild { get; } = typeof(HostFiles).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true;

    private static string Folder => Path.GetDirectoryName(typeof(HostFiles).Assembly.Location)!;

    /// <summary>Copies them, with a list of dependencies that is right for what is there.</summary>
    /// <param name="needed">Further files that lie in the folder already, where they came from; newer copies of the host's own take their place.</param>
    /// <param name="built">The names of the assemblies that were built.</param>
    public static void CopyTo(string folder, IReadOnlyList<string> needed, IReadOnlyList<string> built)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{Name}.deps.json")))!.AsObject();
        root.Remove("compilationOptions");
        var target = root["targets"]![(string)root["runtimeTarget"]!["name"]!]!.AsObject();
        var libraries = root["libraries"]!.AsObject();
        RemoveReplaced(target, [.. needed.Select(file => Path.GetFileName(file))]);
        foreach (var name in target.Select(library => library.Key).Where(name => IsOfCompiler(name) || target[name]!["runtime"] is not JsonObject { Count: > 0 }).ToList())
        {
            target.Remove(name);
            libraries.Remove(name);
        }

        var names = target.Select(library => library.Key.Split('/')[0]).ToHashSet();
        foreach (var (_, library) in target)
        {
            library!.AsObject().Remove("compile");
            var dependencies = library["dependencies"]?.AsObject();
            foreach (var gone in dependencies?.Select(dependency => dependency.Key).Where(name => !names.Contains(name)).ToList() ?? [])
            {
                dependencies!.Remove(gone);
            }

            foreach (var (asset, _) in library["runtime"]!.AsObject())
            {
                Copy(Path.Combine(Folder, Path.GetFileName(asset)), folder);
            }
        }

        foreach (var own in new[] { $"{Name}.pdb", "FileRoutedApi.pdb", $"{Name}.runtimeconfig.json" })
        {
            Copy(Path.Combine(Folder, own), folder);
        }

        foreach (var (package, files) in needed.GroupBy(PackageOf).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group)))
        {
            Add(package, "package", files);
        }

        Add("FileRoutedApi.Routes/1.0.0", "project", built.Select(name => $"{name}.dll"));
        File.WriteAllText(Path.Combine(folder, $"{Name}.deps.json"), root.ToJsonString(_json));

        void Add(string library, string type, IEnumerable<string> files)
        {
            var assets = files.ToLookup(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? "runtime" : "native");
            target[library] = new JsonObject(assets.Select(kind => KeyValuePair.Create<string, JsonNode?>(
                kind.Key, new JsonObject(kind.Select(file => KeyValuePair.Create<string, JsonNode?>(Path.GetFileName(file), new JsonObject()))))));
            libraries[library] = new JsonObject { ["type"] = type, ["serviceable"] = false, ["sha512"] = "" };
        }
    }

    /// <summary>Copies a file, where there is one.</summary>
    public static void Copy(string file, string folder)
    {
        if (File.Exists(file))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>Takes the assets out of the list of which the packages of the folder have a newer copy.</summary>
    private static void RemoveReplaced(JsonObject target, HashSet<string> needed)
    {
        foreach (var assets in target.Select(library => library.Value!["runtime"]).OfType<JsonObject>())
        {
            foreach (var replaced in assets.Select(asset => asset.Key).Where(asset => needed.Contains(Path.GetFileName(asset))).ToList())
            {
                assets.Remove(replaced);
            }
        }
    }

    private static bool IsOfCompiler(string library) =>
        library.StartsWith("FileRoutedApi.Compilation/", StringComparison.Ordinal) || library.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    // <packages>/<name>/<version>/lib/... or .../runtimes/...
    private static string PackageOf(string file)
    {
        var parts = file.Split('/', '\\');
        var at = Array.FindLastIndex(parts, part => part is "lib" or "runtimes");
        return at >= 2 ? $"{parts[at - 2]}/{parts[at - 1]}" : $"{Path.GetFileNameWithoutExtension(file)}/1.0.0";
    }
}

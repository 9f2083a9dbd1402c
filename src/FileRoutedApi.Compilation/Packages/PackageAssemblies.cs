using System.Text.Json;
using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>The files of resolved packages, with those that they depend on.</summary>
/// <param name="Compile">What to compile against.</param>
/// <param name="Runtime">What to run with.</param>
/// <param name="Native">The native libraries for this machine.</param>
/// <param name="Analyzers">The analyzers and source generators for the compiler of the host.</param>
/// <param name="Graph">The packages, each with the names of those that it depends on.</param>
internal sealed record PackageAssemblies(
    IReadOnlyList<string> Compile,
    IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Native,
    IReadOnlyList<string> Analyzers,
    IReadOnlyList<ResolvedPackage> Graph)
{
    public static PackageAssemblies None { get; } = new([], [], [], [], []);

    private IEnumerable<string> Files => Compile.Concat(Runtime).Concat(Native).Concat(Analyzers);

    /// <summary>Whether both are the same files.</summary>
    public bool IsSameAs(PackageAssemblies other) => Files.SequenceEqual(other.Files);

    /// <summary>The package that a file comes from: NuGet keeps it in a folder of the package's name. Null for a file that lies elsewhere.</summary>
    public ResolvedPackage? OwnerOf(string file)
    {
        var folders = file.Split('/', '\\');
        return Graph.FirstOrDefault(package =>
            Array.FindIndex(folders, folder => folder.Equals(package.Name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            && folders.ElementAtOrDefault(at + 1)?.Equals(package.Version, StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>The shortest chain of names from a package that a file asks for to another one, both included.</summary>
    public IReadOnlyList<string> PathTo(string name, IReadOnlyList<PackageReference> wanted)
    {
        var packages = Graph.ToDictionary(package => package.Name, StringComparer.OrdinalIgnoreCase);
        var paths = new Queue<List<string>>(wanted.Select(package => new List<string> { package.Name }));
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (paths.TryDequeue(out var path))
        {
            if (path[^1].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return path;
            }

            if (seen.Add(path[^1]) && packages.TryGetValue(path[^1], out var package))
            {
                foreach (var dependency in package.Dependencies)
                {
                    paths.Enqueue([.. path, dependency]);
                }
            }
        }

        return [name];
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null where it is missing, damaged or out of date.</summary>
    public static PackageAssemblies? TryLoad(string? path)
    {
        try
        {
            return path is not null && OwnerOnlyDirectory.TryRead(path) is { } bytes && JsonSerializer.Deserialize<PackageAssemblies>(bytes) is
            { Compile: not null, Runtime: not null, Native: not null, Analyzers: not null, Graph: not null } found && found.Files.All(File.Exists)
                    ? found
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Saves it. Where it cannot be written the next start asks the SDK again.</summary>
    public void Save(string? path)
    {
        if (path is not null)
        {
            OwnerOnlyDirectory.TryWrite(path, JsonSerializer.SerializeToUtf8Bytes(this));
        }
    }
}

/// <summary>A package as NuGet resolved it.</summary>
/// <param name="Dependencies">The names of the packages that it depends on.</param>
internal sealed record ResolvedPackage(string Name, string Version, IReadOnlyList<string> Dependencies);

using System.Text.Json;
using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>The files of resolved packages and of their dependencies.</summary>
/// <param name="Compile">The assemblies to compile against.</param>
/// <param name="Runtime">The assemblies to load.</param>
/// <param name="Native">The native libraries for this machine.</param>
/// <param name="Analyzers">The analyzers and source generators for the host's version of the compiler.</param>
/// <param name="Graph">The packages, each with the names of its dependencies.</param>
internal sealed record PackageAssemblies(
    IReadOnlyList<string> Compile,
    IReadOnlyList<string> Runtime,
    IReadOnlyList<string> Native,
    IReadOnlyList<string> Analyzers,
    IReadOnlyList<ResolvedPackage> Graph)
{
    public static PackageAssemblies None { get; } = new([], [], [], [], []);

    // A file that an older version wrote may lack properties.
    private bool IsComplete =>
        this is { Compile: not null, Runtime: not null, Native: not null, Analyzers: not null, Graph: not null };

    private IEnumerable<string> Files => Compile.Concat(Runtime).Concat(Native).Concat(Analyzers);

    /// <summary>Returns true if both have the same files.</summary>
    public bool IsSameAs(PackageAssemblies other) => Files.SequenceEqual(other.Files);

    /// <summary>Returns the package of a file, which NuGet puts into a folder with the package's name; null for any other file.</summary>
    public ResolvedPackage? OwnerOf(string file)
    {
        var folders = file.Split('/', '\\');
        return Graph.FirstOrDefault(package =>
            Array.FindIndex(folders, folder => folder.Equals(package.Name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            && folders.ElementAtOrDefault(at + 1)?.Equals(package.Version, StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>Returns the shortest chain of dependencies from a package that a file refers to, to the package of this name.</summary>
    public IReadOnlyList<string> PathTo(string name, IReadOnlyList<PackageReference> references)
    {
        var packages = Graph.ToDictionary(package => package.Name, StringComparer.OrdinalIgnoreCase);
        var paths = new Queue<List<string>>(references.Select(package => new List<string> { package.Name }));
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

    /// <summary>Reads what <see cref="Save"/> wrote. Returns null if it is missing or damaged, or if a file was deleted.</summary>
    public static PackageAssemblies? TryLoad(string? path)
    {
        try
        {
            return path is not null && OwnerOnlyDirectory.TryRead(path) is { } bytes
                && JsonSerializer.Deserialize<PackageAssemblies>(bytes) is { } found && found.IsComplete && found.Files.All(File.Exists)
                    ? found
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Saves the result. If it cannot be written, the next start runs the SDK again.</summary>
    public void Save(string? path)
    {
        if (path is not null)
        {
            OwnerOnlyDirectory.TryWrite(path, JsonSerializer.SerializeToUtf8Bytes(this));
        }
    }
}

/// <summary>A package as NuGet resolved it.</summary>
/// <param name="Dependencies">The names of its dependencies.</param>
internal sealed record ResolvedPackage(string Name, string Version, IReadOnlyList<string> Dependencies);

using System.Text.Json;

namespace FileRoutedApi.Compilation;

/// <summary>The files of resolved packages, with those that they depend on.</summary>
/// <param name="Compile">What to compile against.</param>
/// <param name="Runtime">What to run with.</param>
/// <param name="Native">The native libraries for this machine.</param>
internal sealed record PackageAssemblies(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native)
{
    public static PackageAssemblies None { get; } = new([], [], []);

    private bool IsThere => Compile.Concat(Runtime).Concat(Native).All(File.Exists);

    /// <summary>Reads what <see cref="Save"/> wrote; null where it is missing, damaged or out of date.</summary>
    public static PackageAssemblies? TryLoad(string? path)
    {
        try
        {
            return path is not null && JsonSerializer.Deserialize<PackageAssemblies>(File.ReadAllBytes(path)) is
            { Compile: not null, Runtime: not null, Native: not null, IsThere: true } found
                    ? found
                    : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes aside and moves, so that nobody reads half a file. A cache that cannot be written is done without.</summary>
    public void Save(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            var aside = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(aside, JsonSerializer.SerializeToUtf8Bytes(this));
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start asks the SDK again.
        }
    }
}

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
            return path is not null && OwnFolder.TryRead(path) is { } bytes && JsonSerializer.Deserialize<PackageAssemblies>(bytes) is
            { Compile: not null, Runtime: not null, Native: not null, IsThere: true } found
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
            OwnFolder.TryWrite(path, JsonSerializer.SerializeToUtf8Bytes(this));
        }
    }
}

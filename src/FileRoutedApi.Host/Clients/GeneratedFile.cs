using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Clients;

/// <summary>Writes generated files. A file without the line of its generator is the user's, and is never overwritten.</summary>
internal static class GeneratedFile
{
    // The line is among the first ones, after the opening of a comment.
    private const int HeaderLength = 400;

    /// <summary>Checks that a file can be written, before a generator runs.</summary>
    /// <param name="generator">The text that the first lines of every file of this generator contain.</param>
    /// <exception cref="FileRoutesException">The file exists and was not generated (FRA3098).</exception>
    public static void Check(string path, string generator)
    {
        if (!CanReplace(path, generator))
        {
            throw new FileRoutesException(RouteDiagnostics.NotGenerated(path));
        }
    }

    /// <summary>Returns true if a file does not exist, or was generated.</summary>
    /// <param name="generator">The text that the first lines of every file of this generator contain.</param>
    public static bool CanReplace(string path, string generator) => Try(path, () =>
    {
        if (!File.Exists(path))
        {
            return !Directory.Exists(path);
        }

        using var reader = new StreamReader(path);
        var start = new char[HeaderLength];
        return new string(start, 0, reader.ReadBlock(start)).Contains(generator, StringComparison.Ordinal);
    });

    /// <summary>Writes a file unless it has this text already, and prints its path.</summary>
    /// <exception cref="FileRoutesException">The file cannot be written (FRA3099).</exception>
    public static void Write(string path, string text)
    {
        var isNew = Try(path, () =>
        {
            if (File.Exists(path) && File.ReadAllText(path) == text)
            {
                return false;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, text);
            return true;
        });
        Console.WriteLine($"{(isNew ? "Wrote" : "Unchanged:")} {path}");
    }

    private static bool Try(string path, Func<bool> access)
    {
        try
        {
            return access();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileRoutesException(RouteDiagnostics.ClientNotGenerated($"'{path}' cannot be written: {exception.Message}"));
        }
    }
}

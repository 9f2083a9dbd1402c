using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Settings;

/// <summary>Reads the <c>.env</c> files of a folder, with the names and the order of Next.js.</summary>
internal static class DotEnvFiles
{
    /// <summary>The name of the file for every environment, and the prefix of all others.</summary>
    public const string Name = ".env";

    private const string Test = "Test";

    // Which files are read depends on the environment, so they cannot set it.
    private static readonly string[] _environment = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Returns true for the name of a file that is read in some environment.</summary>
    public static bool IsName(string file) => file == Name || file.StartsWith($"{Name}.", StringComparison.Ordinal);

    /// <summary>
    /// Returns the names of the files, the most important first. <c>.env.local</c> is not read in the environment <c>Test</c>, so that
    /// tests have the same settings on every machine. The environment may be in lower case, as in Next.js.
    /// </summary>
    public static IReadOnlyList<string> NamesFor(string environment)
    {
        string[] environments = [.. new[] { environment, environment.ToLowerInvariant() }.Distinct()];
        return
        [
            .. environments.Select(each => $"{Name}.{each}.local"),
            .. environment.Equals(Test, StringComparison.OrdinalIgnoreCase) ? Array.Empty<string>() : [$"{Name}.local"],
            .. environments.Select(each => $"{Name}.{each}"),
            Name,
        ];
    }

    /// <summary>Reads the variables of all files, without those that the process has.</summary>
    /// <param name="variable">Returns a variable of the process, or null.</param>
    /// <exception cref="FileRoutesException">
    /// A line is not valid (FRA3081), a file sets the environment (FRA3082), or a file cannot be read (FRA3006).
    /// </exception>
    public static IReadOnlyDictionary<string, string> Read(string folder, string environment, Func<string, string?> variable)
    {
        var mistakes = new List<RouteDiagnostic>();
        var merged = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in NamesFor(environment).Where(name => File.Exists(Path.Combine(folder, name))))
        {
            var parser = new DotEnvParser(ReadText(Path.Combine(folder, name)), name);

            // Within a file the last line counts, as in dotenv.
            foreach (var (key, value) in parser.Parse().Reverse())
            {
                merged.TryAdd(key, value);
                if (_environment.Contains(key, StringComparer.OrdinalIgnoreCase))
                {
                    mistakes.Add(RouteDiagnostics.EnvironmentInFile(name, key));
                }
            }

            mistakes.AddRange(parser.Mistakes);
        }

        if (mistakes.Count > 0)
        {
            throw new FileRoutesException(mistakes);
        }

        var expansion = new DotEnvExpansion(merged, variable);
        return merged.Keys
            .Where(key => variable(key) is null)
            .ToDictionary(key => key, expansion.ValueOf, StringComparer.OrdinalIgnoreCase);
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileRoutesException(RouteDiagnostics.UnreadableSettingsFile(Path.GetFileName(file), exception.Message));
        }
    }
}

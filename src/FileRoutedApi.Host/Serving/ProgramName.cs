namespace FileRoutedApi.Host.Serving;

/// <summary>The command that starts this program, for messages and help texts.</summary>
internal static class ProgramName
{
    private const string Tool = "fra";

    /// <summary>Gets the command as the user types it: <c>fra</c> for the installed tool.</summary>
    public static string Text { get; } = TextIn(Environment.CurrentDirectory);

    /// <summary>Returns the command as the user types it in a directory.</summary>
    public static string TextIn(string directory) => Find(
        Environment.ProcessPath,
        typeof(ProgramName).Assembly.Location,
        directory,
        File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml")));

    /// <summary>Returns the command.</summary>
    /// <param name="process">The path of the process.</param>
    /// <param name="assembly">The path of the assembly with the entry point.</param>
    /// <param name="directory">The current directory.</param>
    /// <param name="isTool">True if the program runs from the folder of a tool package.</param>
    internal static string Find(string? process, string assembly, string directory, bool isTool)
    {
        var name = Path.GetFileName(process)?.Replace(".exe", "", StringComparison.OrdinalIgnoreCase);
        var isDotnet = name is null or "dotnet";
        if (isTool)
        {
            return isDotnet ? $"dotnet {Tool}" : Tool;
        }

        // `dotnet run` starts the program in the output of its project, which no search path contains.
        return isDotnet ? $"dotnet {Shorten(assembly, directory)}"
            : ProjectOf(process!) is { } project ? $"dotnet run --project {Shorten(project, directory)} --"
            : name!;
    }

    /// <summary>Returns the folder of the project whose output a program is in; null if it is in none.</summary>
    private static string? ProjectOf(string program)
    {
        var project = Path.GetFullPath(Path.Combine(program, "../../../.."));
        return Path.GetFileName(Path.GetFullPath(Path.Combine(program, "../../.."))) == "bin"
            && File.Exists(Path.Combine(project, $"{typeof(ProgramName).Assembly.GetName().Name}.csproj"))
                ? project
                : null;
    }

    // Relative to the current directory unless that goes up, which is harder to read than the whole path.
    private static string Shorten(string path, string directory)
    {
        var relative = Path.GetRelativePath(directory, path);
        var shorter = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        return shorter.Contains(' ', StringComparison.Ordinal) ? $"\"{shorter}\"" : shorter;
    }
}

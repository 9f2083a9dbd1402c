namespace FileRoutedApi.Host.Serving;

/// <summary>The command that starts this program, for messages and help texts.</summary>
internal static class ProgramName
{
    private const string Tool = "fra";

    /// <summary>Gets the command as the user types it: <c>fra</c> for the installed tool.</summary>
    public static string Text { get; } = Find(Environment.ProcessPath, File.Exists(Path.Combine(AppContext.BaseDirectory, "DotnetToolSettings.xml")));

    /// <summary>Returns the command.</summary>
    /// <param name="process">The path of the process.</param>
    /// <param name="isTool">True if the program runs from the folder of a tool package.</param>
    internal static string Find(string? process, bool isTool)
    {
        var name = Path.GetFileName(process)?.Replace(".exe", "", StringComparison.OrdinalIgnoreCase);
        var isDotnet = name is null or "dotnet";
        return (isTool, isDotnet) switch
        {
            (true, true) => $"dotnet {Tool}",
            (true, false) => Tool,
            (false, true) => $"dotnet {Path.GetFileName(typeof(ProgramName).Assembly.Location)}",
            _ => name!,
        };
    }
}

using System.Globalization;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Development;

/// <summary>The folder with the user's files, and the editor in which links to them open.</summary>
/// <param name="Root">The folder that contains <c>api/</c> and <c>app/</c>, absolute.</param>
/// <param name="Editor">The template of the URLs, see <see cref="EditorTemplate"/>.</param>
internal sealed record SourceFolder(string Root, string Editor)
{
    /// <summary>Creates a folder whose links open in the default editor.</summary>
    public SourceFolder(string root)
        : this(root, EditorTemplate.Parse(null)!)
    {
    }

    /// <summary>Gets whether the dashboard, with its table of diagnostics, is available to the client.</summary>
    public bool HasDashboard { get; init; }

    public static SourceFolder Of(FileRoutesSettings settings) => new(settings.Root, settings.Editor);

    /// <summary>Returns the link that opens a position of a file in the editor.</summary>
    /// <param name="file">The file, relative to the root, with <c>/</c>.</param>
    public string LinkTo(string file, int line, int column)
    {
        var folder = Root.Replace('\\', '/').Trim('/');
        var first = Math.Max(line, 1);

        // The path is last: it may contain what looks like a placeholder.
        return Editor
            .Replace("{line}", Text(first), StringComparison.Ordinal)
            .Replace("{line0}", Text(first - 1), StringComparison.Ordinal)
            .Replace("{column}", Text(Math.Max(column, 1)), StringComparison.Ordinal)
            .Replace("{folder}", Uri.EscapeDataString(folder[(folder.LastIndexOf('/') + 1)..]), StringComparison.Ordinal)
            .Replace("{file}", $"{Escape(folder)}/{Escape(file)}", StringComparison.Ordinal)
            .Replace("{path}", Escape(file), StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string path) =>
        string.Join('/', path.Split('/').Select(part => Uri.EscapeDataString(part).Replace("%3A", ":", StringComparison.Ordinal)));
}

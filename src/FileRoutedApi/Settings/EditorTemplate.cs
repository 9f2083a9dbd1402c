namespace FileRoutedApi.Settings;

/// <summary>The URL with which a browser opens a file in an editor, from the setting <c>FileRoutes:Editor</c>.</summary>
/// <remarks>
/// Placeholders: <c>{file}</c> is the absolute path without the first slash, <c>{path}</c> the path below the folder, <c>{folder}</c> the
/// name of the folder, <c>{line}</c> and <c>{column}</c> count from 1, <c>{line0}</c> counts from 0.
/// </remarks>
internal static class EditorTemplate
{
    public const string Default = "vscode";

    private static readonly Dictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase)
    {
        [Default] = "vscode://file/{file}:{line}:{column}",
        ["cursor"] = "cursor://file/{file}:{line}:{column}",
        ["zed"] = "zed://file/{file}:{line}:{column}",

        // The protocol of JetBrains Toolbox takes the name of the open project, a path below it, and a line that counts from 0.
        ["rider"] = "jetbrains://rider/navigate/reference?project={folder}&path={path}:{line0}",

        // Visual Studio registers no URL. The extensions that do use this one.
        ["visualstudio"] = "visualstudio://open?file=/{file}&line={line}",
    };

    /// <summary>Gets the names of the known editors.</summary>
    public static IEnumerable<string> Names => _known.Keys;

    /// <summary>Returns the template of a known editor, or the setting itself if it is a template; null if it is neither.</summary>
    public static string? Parse(string? setting) =>
        string.IsNullOrEmpty(setting) ? _known[Default]
        : _known.TryGetValue(setting.Replace(" ", "", StringComparison.Ordinal), out var known) ? known
        : IsTemplate(setting) ? setting
        : null;

    // A link must not run a script of the page.
    private static bool IsTemplate(string text) =>
        (text.Contains("{file}", StringComparison.Ordinal) || text.Contains("{path}", StringComparison.Ordinal))
        && Uri.TryCreate(text.Replace('{', '_').Replace('}', '_'), UriKind.Absolute, out var url)
        && url.Scheme is not ("javascript" or "data" or "vbscript" or "file");
}

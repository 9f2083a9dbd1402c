using System.Globalization;

namespace FileRoutedApi.Development;

/// <summary>Creates links that open a file in Visual Studio Code, and in editors that support its URI scheme.</summary>
internal static class EditorLink
{
    /// <summary>Returns the link to a position in a file.</summary>
    /// <param name="root">The folder that contains <c>api/</c>, absolute.</param>
    /// <param name="file">The file, relative to that folder, with <c>/</c>.</param>
    public static string To(string root, string file, int line, int column) => string.Create(
        CultureInfo.InvariantCulture, $"{Folder(root)}/{Escape(file)}:{Math.Max(line, 1)}:{Math.Max(column, 1)}");

    /// <summary>Returns the prefix of the links to all files of a folder.</summary>
    public static string Folder(string root) => "vscode://file/" + Escape(root.Replace('\\', '/').Trim('/'));

    private static string Escape(string path) =>
        string.Join('/', path.Split('/').Select(part => Uri.EscapeDataString(part).Replace("%3A", ":", StringComparison.Ordinal)));
}

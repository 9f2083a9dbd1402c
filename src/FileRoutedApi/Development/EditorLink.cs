using System.Globalization;

namespace FileRoutedApi.Development;

/// <summary>An address that opens a file in Visual Studio Code, and in the editors that took its scheme over.</summary>
internal static class EditorLink
{
    /// <param name="root">The folder that contains <c>api/</c>, absolute.</param>
    /// <param name="file">Relative to that folder, with <c>/</c>.</param>
    public static string To(string root, string file, int line, int column) => string.Create(
        CultureInfo.InvariantCulture, $"{Folder(root)}/{Escape(file)}:{Math.Max(line, 1)}:{Math.Max(column, 1)}");

    /// <summary>What the addresses of all files of a folder begin with.</summary>
    public static string Folder(string root) => "vscode://file/" + Escape(root.Replace('\\', '/').Trim('/'));

    private static string Escape(string path) =>
        string.Join('/', path.Split('/').Select(part => Uri.EscapeDataString(part).Replace("%3A", ":", StringComparison.Ordinal)));
}

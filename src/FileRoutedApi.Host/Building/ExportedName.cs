using System.Buffers;
using System.Text;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Building;

/// <summary>The names of exported files. They must be valid on every system, because exports are copied to other ones.</summary>
internal static class ExportedName
{
    private static readonly SearchValues<char> _forbidden = SearchValues.Create("/\\<>:\"|?*");

    /// <summary>The name of the page for other paths, which most static servers know.</summary>
    public const string NotFound = "404.html";

    private const string Page = "index.html";
    private const int MaxBytes = 255;

    // Devices of Windows, with any extension.
    private static readonly HashSet<string> _devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>Returns the name for the path of a page: that of a folder, so that any static server finds it.</summary>
    /// <param name="path">The path of the URL, with escapes.</param>
    /// <returns>The name, relative to the output with <c>/</c>; or null and the mistake.</returns>
    public static (string? Name, string? Mistake) OfPage(string path) =>
        FindMistake(path) is { } mistake ? (null, mistake)
        : path == "/" ? (Page, null)
        : ($"{Uri.UnescapeDataString(path)[1..]}/{Page}", null);

    /// <summary>Returns the name for the path of a route handler.</summary>
    /// <inheritdoc cref="OfPage"/>
    public static (string? Name, string? Mistake) OfFile(string path) =>
        path == "/" ? (null, ExportTexts.NoFileName())
        : FindMistake(path) is { } mistake ? (null, mistake)
        : (Uri.UnescapeDataString(path)[1..], null);

    private static string? FindMistake(string path) => path == "/" ? null : path[1..].Split('/')
        .Select(segment => Uri.UnescapeDataString(segment))
        .Select(name => name.Length == 0 ? ExportTexts.EmptySegment()
            : !IsValid(name) ? ExportTexts.InvalidName(name)
            : Encoding.UTF8.GetByteCount(name) > MaxBytes ? ExportTexts.LongName(name, MaxBytes)
            : null)
        .FirstOrDefault(mistake => mistake is not null);

    // '.' and '..' end with a dot.
    private static bool IsValid(string name) =>
        !name.AsSpan().ContainsAny(_forbidden)
        && !name.Any(char.IsControl)
        && name[^1] is not ('.' or ' ')
        && !_devices.Contains(name.Split('.')[0]);
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Settings;

/// <summary>Explains why a settings file cannot be read, with the position in it.</summary>
internal static partial class SettingsFileError
{
    // The text of System.Text.Json for a file that ends too early speaks of the depth of its reader.
    private const string IncompleteText = "Expected depth to be zero";

    /// <summary>Returns the error of an exception of the configuration system.</summary>
    public static RouteDiagnostic Of(InvalidDataException exception, string root)
    {
        var path = FileName().Match(exception.Message) is { Success: true } match ? match.Groups["path"].Value : null;
        Exception cause = exception;
        while (cause is not JsonException && cause.InnerException is { } inner)
        {
            cause = inner;
        }

        var file = path is null ? null : Path.GetRelativePath(root, path).Replace('\\', '/');
        var (line, column) = path is not null && cause is JsonException json ? PositionOf(json, path) : (1, 1);
        var reason = cause.Message.StartsWith(IncompleteText, StringComparison.Ordinal)
            ? "it ends before all of its objects and arrays are closed"
            : Position().Replace(cause.Message, "");
        return RouteDiagnostics.UnreadableSettingsFile(file, reason, line, column);
    }

    // The exception counts lines and bytes from 0.
    private static (int Line, int Column) PositionOf(JsonException exception, string path)
    {
        var (line, bytes) = ((int)(exception.LineNumber ?? 0), (int)(exception.BytePositionInLine ?? 0));
        try
        {
            var text = File.ReadLines(path, Encoding.UTF8).ElementAtOrDefault(line) ?? "";
            var before = Encoding.UTF8.GetBytes(text).AsSpan();
            return (line + 1, Encoding.UTF8.GetCharCount(before[..Math.Min(bytes, before.Length)]) + 1);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (line + 1, bytes + 1);
        }
    }

    [GeneratedRegex("file '(?<path>.+)'")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\s*(Path: \S+ \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.?")]
    private static partial Regex Position();
}

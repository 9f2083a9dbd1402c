using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Files;

/// <summary>A file and its content. It does not use the compiler, which a start from the compile cache does not load.</summary>
internal sealed class SourceFile
{
    // White space and the bytes of the byte order mark.
    private static readonly SearchValues<byte> _emptyBytes = SearchValues.Create(" \t\r\n\v\f\uFEFF"u8);

    private readonly Lazy<IReadOnlyList<(string Text, int Line)>> _directives;

    private SourceFile(string path, byte[] bytes)
    {
        Path = path;
        Bytes = bytes;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _directives = new(() => [.. ReadDirectives(Encoding.UTF8.GetString(Bytes).TrimStart('\uFEFF'))]);
    }

    /// <summary>Gets the path relative to the folder that contains <c>api/</c>, with <c>/</c>.</summary>
    public string Path { get; }

    public byte[] Bytes { get; }

    /// <summary>Gets whether the file has only white space and a byte order mark.</summary>
    public bool IsEmpty => Bytes.AsSpan().IndexOfAnyExcept(_emptyBytes) < 0;

    /// <summary>Gets the SHA-256 of the bytes, as text.</summary>
    public string Hash { get; }

    /// <summary>
    /// The directives of a file-based program, such as <c>#:package</c>, with their lines counted from 1. They come before all code.
    /// </summary>
    public IReadOnlyList<(string Text, int Line)> Directives => _directives.Value;

    /// <summary>Reads a file. Returns null if it cannot be read, with the reason among the diagnostics.</summary>
    public static SourceFile? Read(RouteFolder folder, string path, List<RouteDiagnostic> diagnostics)
    {
        byte[] bytes;
        try
        {
            // A named pipe has the length 0, and reading it would wait for a writer.
            var file = new FileInfo(folder.PathOf(path));
            bytes = file.Exists && file.Length == 0 && file.LinkTarget is null ? [] : File.ReadAllBytes(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var isMissing = exception is FileNotFoundException or DirectoryNotFoundException;
            diagnostics.Add(RouteDiagnostics.UnreadableFile(path, isMissing ? ReasonTexts.FileNotFound : ReasonTexts.AccessDenied));
            return null;
        }

        if (LineOfFirstInvalidByte(bytes) is { } line)
        {
            diagnostics.Add(RouteDiagnostics.NotUtf8(path, line));
            return null;
        }

        return new SourceFile(path, bytes);
    }

    private static int? LineOfFirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var line = 1;
        while (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
        {
            line += rune.Value == '\n' ? 1 : 0;
            bytes = bytes[consumed..];
        }

        return line;
    }

    private static IEnumerable<(string Text, int Line)> ReadDirectives(string text)
    {
        var number = 0;
        var inComment = false;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var rest = line.Trim();
            if (!inComment && rest.StartsWith("#:", StringComparison.Ordinal))
            {
                yield return (rest, number);
            }

            if (!HasNoCode(rest, ref inComment))
            {
                yield break;
            }
        }
    }

    /// <summary>Returns true if a line has no code, so that directives may still follow.</summary>
    private static bool HasNoCode(string line, ref bool inComment)
    {
        while (true)
        {
            if (inComment)
            {
                if (line.IndexOf("*/", StringComparison.Ordinal) is not (>= 0 and var end))
                {
                    return true;
                }

                line = line[(end + 2)..].TrimStart();
                inComment = false;
            }

            if (!line.StartsWith("/*", StringComparison.Ordinal))
            {
                return line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal);
            }

            line = line[2..];
            inComment = true;
        }
    }
}

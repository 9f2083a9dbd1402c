using System.Security.Cryptography;
using FileRoutedApi.Compilation.Compiling;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>How a compiled image stands in a file: a mark, the hash of what follows, and the parts with their lengths.</summary>
internal static class ImageFormat
{
    private static ReadOnlySpan<byte> Mark => "FRA-IMG1"u8;

    public static byte[] Write(CompiledImage image)
    {
        using var stream = new MemoryStream(image.Assembly.Length + image.Symbols.Length + image.Documentation.Length + 4096);
        using var writer = new BinaryWriter(stream);
        writer.Write(Mark);
        writer.Write(new byte[SHA256.HashSizeInBytes]);
        WriteAll(writer, image.Files, file =>
        {
            writer.Write(file.Path);
            writer.Write(file.Hash);
        });
        WriteAll(writer, image.Warnings, warning =>
        {
            writer.Write(warning.Id);
            writer.Write((int)warning.Severity);
            writer.Write(warning.File ?? "");
            writer.Write(warning.Line);
            writer.Write(warning.Column);
            writer.Write(warning.Message);
        });
        foreach (var part in new[] { image.Assembly, image.Symbols, image.Documentation })
        {
            writer.Write(part.Length);
            writer.Write(part);
        }

        var bytes = stream.ToArray();
        SHA256.HashData(bytes.AsSpan(Mark.Length + SHA256.HashSizeInBytes), bytes.AsSpan(Mark.Length));
        return bytes;
    }

    /// <summary>Null where the bytes are not, or not exactly, what <see cref="Write"/> wrote.</summary>
    public static CompiledImage? TryRead(byte[] bytes)
    {
        var start = Mark.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < start || !bytes.AsSpan().StartsWith(Mark)
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(Mark.Length, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, start, bytes.Length - start));
        var files = ReadAll(reader, () => new ImageFile(reader.ReadString(), reader.ReadString()));
        var warnings = ReadAll(reader, () => new RouteDiagnostic(
            reader.ReadString(),
            (RouteDiagnosticSeverity)reader.ReadInt32(),
            reader.ReadString() is { Length: > 0 } file ? file : null,
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadString()));
        return new CompiledImage(Part(), Part(), Part(), files, warnings);

        byte[] Part() => reader.ReadBytes(reader.ReadInt32());
    }

    private static void WriteAll<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static T[] ReadAll<T>(BinaryReader reader, Func<T> read)
    {
        var items = new T[reader.ReadInt32()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read();
        }

        return items;
    }
}

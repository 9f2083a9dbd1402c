using System.IO.Compression;
using FileRoutedApi.Built;
using FileRoutedApi.Routing;
using FileRoutedApi.StaticFiles;

namespace FileRoutedApi.Host.Building;

/// <summary>Writes the static files of a build: copies, and compressed copies of the files that become smaller.</summary>
internal static class PublicOutput
{
    private const int SmallestCompressed = 1024;
    private const double LargestRatio = 0.9;

    /// <summary>Writes the files below <c>public/</c> of a folder.</summary>
    public static async Task<IReadOnlyList<BuiltPublicFile>> WriteAsync(
        PublicFiles files, string folder, CancellationToken cancellationToken)
    {
        var names = files.All.Select(file => file.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var written = new List<BuiltPublicFile>(files.All.Count);
        foreach (var file in files.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var source = Path.Combine(files.Folder!, file.Name);
            var target = Path.Combine(folder, PublicFolder.Name, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);

            // Last-Modified and the ETag depend on the time. It is the same for every build of the same sources.
            var time = File.GetLastWriteTimeUtc(source);
            SetTime(target, time);
            var encodings = PublicContentTypes.IsCompressible(file.Name) && new FileInfo(target).Length > SmallestCompressed
                ? await CompressAsync(target, file.Name, time, names, cancellationToken)
                : [];
            written.Add(new BuiltPublicFile(file.Name, encodings));
        }

        return written;
    }

    /// <returns>The names of the encodings that were written.</returns>
    private static async Task<IReadOnlyList<string>> CompressAsync(
        string file, string name, DateTime time, HashSet<string> names, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(file, cancellationToken);
        var encodings = new List<string>();
        var lengths = new HashSet<long>();
        foreach (var encoding in PublicEncoding.All)
        {
            var compressed = await CompressAsync(encoding.Flag, content, cancellationToken);

            // A file of the user with this name is served as it is. The ETag is made of the time and the length, so copies of one file with
            // the same length would have the same ETag.
            if (compressed.Length > content.Length * LargestRatio
                || names.Contains(name + encoding.Extension)
                || !lengths.Add(compressed.Length))
            {
                continue;
            }

            await File.WriteAllBytesAsync(file + encoding.Extension, compressed, cancellationToken);
            SetTime(file + encoding.Extension, time);
            encodings.Add(encoding.Flag.ToString());
        }

        return encodings;
    }

    private static async Task<byte[]> CompressAsync(PublicEncodings encoding, byte[] content, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        await using (Stream stream = encoding == PublicEncodings.Brotli
            ? new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)
            : new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await stream.WriteAsync(content, cancellationToken);
        }

        return compressed.ToArray();
    }

    private static void SetTime(string file, DateTime time) => File.SetLastWriteTimeUtc(file, time);
}

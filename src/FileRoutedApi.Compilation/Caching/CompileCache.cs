using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>
/// Compiled code on disk. A key stands for everything that code was compiled against; beside it the hashes of the files
/// themselves. What is damaged or half written is as good as missing, and a cache that cannot be written is done without.
/// </summary>
/// <param name="folder">A folder that only its owner can write.</param>
internal sealed class CompileCache(string folder)
{
    /// <summary>How much the cache may hold, in bytes. What was not used for longest goes first.</summary>
    public const long MaxSize = 256 * 1024 * 1024;

    private const string Extension = ".image";

    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    /// <summary>The cache that the settings ask for; null where they turn it off, or where there is no folder for it.</summary>
    /// <param name="setting">A folder, <c>false</c>, or nothing for the user's own.</param>
    /// <param name="root">What a relative folder is relative to.</param>
    /// <param name="diagnostics">Gets a warning where the settings name a folder that cannot be used (FRA3019).</param>
    public static CompileCache? Open(string? setting, string root, List<RouteDiagnostic> diagnostics)
    {
        if (bool.TryParse(setting, out var enabled) && !enabled)
        {
            return null;
        }

        var isNamed = !string.IsNullOrEmpty(setting) && !enabled;
        var folder = isNamed ? Path.GetFullPath(setting!, root) : OwnerOnlyDirectory.Find("compiled");
        if (folder is not null && OwnerOnlyDirectory.TryOpen(folder))
        {
            return new CompileCache(folder);
        }

        if (isNamed)
        {
            diagnostics.Add(RouteDiagnostics.UnusableCache(folder!));
        }

        return null;
    }

    /// <summary>The image of some files together; null where there is none.</summary>
    public CompiledImage? Find(string key, IReadOnlyList<SourceFile> files) => TryRead(PathOf(key, NameOf([.. files.Select(file => new ImageFile(file.Path, file.Hash))])));

    /// <summary>Images that hold the files, as many of them as there are; an image may hold others too.</summary>
    /// <param name="together">Whether to look through the images of many files as well.</param>
    public IReadOnlyList<CompiledImage> FindAny(string key, IReadOnlyList<SourceFile> files, bool together)
    {
        var wanted = files.Select(file => new ImageFile(file.Path, file.Hash)).ToHashSet();
        var found = new List<CompiledImage>();
        foreach (var path in together ? BundlesOf(key) : [])
        {
            if (wanted.Count > 0 && TryRead(path) is { } image && image.Files.Any(wanted.Contains))
            {
                found.Add(image);
                wanted.ExceptWith(image.Files);
            }
        }

        foreach (var file in wanted)
        {
            if (TryRead(PathOf(key, NameOf([file]))) is { } image)
            {
                found.Add(image);
            }
        }

        return found;
    }

    /// <summary>Saves an image. Where it cannot be written the next start compiles again.</summary>
    public void Save(string key, CompiledImage image) => OwnerOnlyDirectory.TryWrite(PathOf(key, NameOf(image.Files)), ImageFormat.Write(image));

    /// <summary>Deletes what was not used for longest until the rest is no larger than <see cref="MaxSize"/>, and what a writer left behind.</summary>
    public void Prune(long maxSize = MaxSize)
    {
        try
        {
            var size = 0L;
            foreach (var entry in new DirectoryInfo(folder).GetFiles($"*{Extension}*").OrderByDescending(file => file.LastWriteTimeUtc))
            {
                var isEntry = entry.Extension == Extension;
                size += isEntry ? entry.Length : 0;
                if (isEntry ? size > maxSize : DateTime.UtcNow - entry.LastWriteTimeUtc > _abandoned)
                {
                    entry.Delete();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process prunes too.
        }
    }

    private static string NameOf(IReadOnlyList<ImageFile> files)
    {
        var all = string.Concat(files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Path}\n{file.Hash}\n"));
        return $"{(files.Count == 1 ? "one" : "many")}-{HashOf(all)}";
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private string PathOf(string key, string name) => Path.Combine(folder, $"{HashOf(key)}-{name}{Extension}");

    private IEnumerable<string> BundlesOf(string key)
    {
        try
        {
            return [.. new DirectoryInfo(folder).GetFiles($"{HashOf(key)}-many-*{Extension}").OrderByDescending(file => file.LastWriteTimeUtc).Select(file => file.FullName)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static CompiledImage? TryRead(string path)
    {
        try
        {
            if (OwnerOnlyDirectory.TryRead(path) is not { } bytes || ImageFormat.TryRead(bytes) is not { } image)
            {
                return null;
            }

            // The time of the last use.
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return image;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}

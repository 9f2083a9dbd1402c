using System.Security.Cryptography;
using System.Text;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Compilation.Caching;

/// <summary>
/// Compiled code on disk. The name of an entry has the hash of its <see cref="CompilationKey"/> and of the files it was compiled from. A
/// damaged entry counts as missing. If the cache cannot be written, code is compiled at each start.
/// </summary>
/// <param name="folder">A folder that only its owner can write to.</param>
internal sealed class CompileCache(string folder)
{
    /// <summary>The maximum size of the cache, in bytes. The least recently used entries are deleted first.</summary>
    public const long MaxSize = 256 * 1024 * 1024;

    private const string Extension = ".image";

    private static readonly TimeSpan _temporaryFileLifetime = TimeSpan.FromHours(1);

    /// <summary>Opens the configured cache. Returns null if the settings disable it, or if its folder cannot be used.</summary>
    /// <param name="setting">A folder, <c>false</c>, or null for a folder in the application data of the user.</param>
    /// <param name="root">The folder that a relative path is relative to.</param>
    /// <param name="diagnostics">Gets a warning if the settings name a folder that cannot be used (FRA3019).</param>
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

    /// <summary>Returns the image that was compiled from exactly these files, or null.</summary>
    public CompiledImage? Find(string key, IReadOnlyList<SourceFile> files) =>
        TryRead(PathOf(key, NameOf([.. files.Select(ImageFile.Of)])));

    /// <summary>Returns images that have some of the files. An image may have other files too.</summary>
    /// <param name="includeBundles">True to search images of several files too.</param>
    public IReadOnlyList<CompiledImage> FindAny(string key, IReadOnlyList<SourceFile> files, bool includeBundles)
    {
        var wanted = files.Select(ImageFile.Of).ToHashSet();
        var found = new List<CompiledImage>();
        foreach (var path in includeBundles ? BundlesOf(key) : [])
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

    /// <summary>Saves an image. If it cannot be written, the next start compiles the files again.</summary>
    public void Save(string key, CompiledImage image) =>
        OwnerOnlyDirectory.TryWrite(PathOf(key, NameOf(image.Files)), ImageFormat.Write(image));

    /// <summary>
    /// Deletes the least recently used entries beyond the maximum size, and the temporary files of processes that were killed.
    /// </summary>
    public void Prune(long maxSize = MaxSize)
    {
        try
        {
            var size = 0L;
            foreach (var entry in new DirectoryInfo(folder).GetFiles($"*{Extension}*").OrderByDescending(file => file.LastWriteTimeUtc))
            {
                var isEntry = entry.Extension == Extension;
                size += isEntry ? entry.Length : 0;
                if (isEntry ? size > maxSize : DateTime.UtcNow - entry.LastWriteTimeUtc > _temporaryFileLifetime)
                {
                    entry.Delete();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process may delete the same files.
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
            return
            [
                .. new DirectoryInfo(folder).GetFiles($"{HashOf(key)}-many-*{Extension}")
                    .OrderByDescending(file => file.LastWriteTimeUtc)
                    .Select(file => file.FullName),
            ];
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

            // Marks the entry as recently used.
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return image;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}

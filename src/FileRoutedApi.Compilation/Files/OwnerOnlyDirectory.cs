using System.Runtime.Versioning;

namespace FileRoutedApi.Compilation.Files;

/// <summary>Directories that only this user can write to. Code that is loaded from them runs, so no other user may put a file there.</summary>
internal static class OwnerOnlyDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int MaxLinks = 40;

    /// <summary>Returns the directory of this name in the application data of the user; null if the user has no such data.</summary>
    public static string? Find(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length == 0 ? null : Path.Combine(home, nameof(FileRoutedApi), name);
    }

    /// <summary>
    /// Creates the directory if it is missing. Returns false if it cannot be created, or if another user could write to it or replace it, or
    /// replace a directory or a link in its path.
    /// </summary>
    public static bool TryOpen(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
                return true;
            }

            var links = 0;
            return OpenAll(Path.GetFullPath(directory), ref links) is { } real
                && FileOwner.Of(real).User == FileOwner.Current
                && (File.GetUnixFileMode(real) & WritableByOthers) == 0;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return false;
        }
    }

    /// <summary>Reads a file of such a directory. Returns null if it is missing, or if another user owns it or could have written it.</summary>
    public static byte[]? TryRead(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            // An older version of this library left the mode of a file to the umask.
            var isTrusted = OperatingSystem.IsWindows()
                || (new FileInfo(path).LinkTarget is null
                    && FileOwner.Of(path).User == FileOwner.Current
                    && (File.GetUnixFileMode(path) & WritableByOthers) == 0);
            return isTrusted ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return null;
        }
    }

    /// <summary>
    /// Writes a file that only its owner can read and write. It is written under another name first, so no reader sees half of it. Returns
    /// false if it cannot be written.
    /// </summary>
    public static bool TryWrite(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return false;
        }
    }

    // If the C library does not have the functions of FileOwner, the owner is unknown, and the directory is not trusted.
    private static bool IsUnusable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException;

    /// <summary>Follows a path and creates what is missing. Returns the path without links, or null if another user could change it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static string? OpenAll(string path, ref int links)
    {
        var real = "/";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // The owner of a directory, and any user who may write to it, can replace what is in it.
            if (!IsSafe(real))
            {
                return null;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (!BelongsToUserOrRoot(next) || ++links > MaxLinks || OpenAll(Path.GetFullPath(target, real), ref links) is not { } followed)
                {
                    return null;
                }

                next = followed;
            }
            else if (!Directory.Exists(next))
            {
                // One by one, because CreateDirectory applies the mode to the last one only; the umask may let others write to the rest.
                Directory.CreateDirectory(next, OwnerOnly);
            }

            real = next;
        }

        return real;
    }

    /// <summary>Returns true if the directory belongs to this user or root, and no other user can replace an entry of it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static bool IsSafe(string directory)
    {
        var (user, group) = FileOwner.Of(directory);
        var mode = File.GetUnixFileMode(directory);

        // Some systems give each user a group of the same number with no other member, and let it write to directories.
        var others = group == FileOwner.Current ? UnixFileMode.OtherWrite : WritableByOthers;
        return BelongsToUserOrRoot(user) && ((mode & others) == 0 || mode.HasFlag(UnixFileMode.StickyBit));
    }

    private static bool BelongsToUserOrRoot(string path) => BelongsToUserOrRoot(FileOwner.Of(path).User);

    private static bool BelongsToUserOrRoot(uint user) => user == 0 || user == FileOwner.Current;
}

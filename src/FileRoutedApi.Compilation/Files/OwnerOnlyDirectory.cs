using System.Runtime.Versioning;

namespace FileRoutedApi.Compilation.Files;

/// <summary>A folder that only this user can write: what is loaded from it is run.</summary>
internal static class OwnerOnlyDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int MaxLinks = 40;

    /// <summary>The folder of this name among the user's application data; null where there is none.</summary>
    public static string? Find(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length == 0 ? null : Path.Combine(home, nameof(FileRoutedApi), name);
    }

    /// <summary>
    /// Makes the folder where it is missing. False where it cannot be made, or another user could write to it, replace it, or
    /// replace a folder or a link on the way to it.
    /// </summary>
    public static bool TryOpen(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return true;
            }

            var links = 0;
            return OpenAll(Path.GetFullPath(folder), ref links) is { } real
                && FileOwner.Of(real).User == FileOwner.Current
                && (File.GetUnixFileMode(real) & WritableByOthers) == 0;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return false;
        }
    }

    /// <summary>Reads a file of such a folder; null where it is missing, or another user owns it or could have written it.</summary>
    public static byte[]? TryRead(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            // A file may have been written by a version that left its mode to the umask.
            var isOwn = OperatingSystem.IsWindows()
                || (new FileInfo(path).LinkTarget is null
                    && FileOwner.Of(path).User == FileOwner.Current
                    && (File.GetUnixFileMode(path) & WritableByOthers) == 0);
            return isOwn ? File.ReadAllBytes(path) : null;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return null;
        }
    }

    /// <summary>Writes a file that only its owner can read and write, beside its place and then into it: no reader sees half of it.</summary>
    /// <returns>False where it cannot be written.</returns>
    public static bool TryWrite(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var aside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(aside, options))
            {
                stream.Write(bytes);
            }

            File.Move(aside, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return false;
        }
    }

    // A library without these functions cannot tell who owns a folder, and what cannot be told is not trusted.
    private static bool IsUnusable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException;

    /// <summary>Goes down to a folder and makes what is missing. Null where another user could change the way.</summary>
    /// <returns>The path without links.</returns>
    [UnsupportedOSPlatform("windows")]
    private static string? OpenAll(string path, ref int links)
    {
        var real = "/";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // What lies in a folder of others, or in one that they may write to, is theirs.
            if (!IsSafe(real))
            {
                return null;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (!IsOfUserOrRoot(next) || ++links > MaxLinks || OpenAll(Path.GetFullPath(target, real), ref links) is not { } followed)
                {
                    return null;
                }

                next = followed;
            }
            else if (!Directory.Exists(next))
            {
                // Made one by one: the umask may leave the folders above the last one open to others.
                Directory.CreateDirectory(next, OwnerOnly);
            }

            real = next;
        }

        return real;
    }

    /// <summary>True if no other user can replace an entry of a folder that is this user's or root's.</summary>
    [UnsupportedOSPlatform("windows")]
    private static bool IsSafe(string folder)
    {
        var (user, group) = FileOwner.Of(folder);
        var mode = File.GetUnixFileMode(folder);

        // Where each user has a group of the same number, with no other member, folders are writable by it.
        var others = group == FileOwner.Current ? UnixFileMode.OtherWrite : WritableByOthers;
        return IsOfUserOrRoot(user) && ((mode & others) == 0 || mode.HasFlag(UnixFileMode.StickyBit));
    }

    private static bool IsOfUserOrRoot(string path) => IsOfUserOrRoot(FileOwner.Of(path).User);

    private static bool IsOfUserOrRoot(uint user) => user == 0 || user == FileOwner.Current;
}

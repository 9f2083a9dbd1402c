using System.Runtime.InteropServices;

namespace FileRoutedApi.Compilation.Files;

/// <summary>Reads the owner of a file, for which .NET has no API. Linux and macOS only.</summary>
internal static unsafe partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint OwnerAndGroup = 0x8 | 0x10;

    // Larger than both structures. In each the owner is a 32-bit number, followed by the group.
    private const int StatusSize = 256;
    private const int OwnerInStatx = 20;
    private const int OwnerInStat = 16;

    /// <summary>Gets the user that this process runs as.</summary>
    public static uint Current { get; } = GetEffectiveUser();

    /// <summary>Returns the owner and the group of a file or a folder; of a link, those of the link itself.</summary>
    /// <exception cref="IOException">The owner cannot be read.</exception>
    public static (uint User, uint Group) Of(string path)
    {
        var status = stackalloc byte[StatusSize];
        var isMac = OperatingSystem.IsMacOS();
        var result = !isMac ? StatX(CurrentFolder, path, NoFollow, OwnerAndGroup, status)
            : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStatOfX64(path, status)
            : LStat(path, status);
        var owner = (uint*)(status + (isMac ? OwnerInStat : OwnerInStatx));
        return result == 0
            ? (owner[0], owner[1])
            : throw new IOException($"The owner of '{path}' cannot be read ({Marshal.GetLastPInvokeErrorMessage()}).");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LStat(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LStatOfX64(string path, byte* status);
}

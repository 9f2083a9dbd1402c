using System.Text.RegularExpressions;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The file system of a path, from the mount table of Linux.</summary>
internal sealed partial record MountedFileSystem(string MountPoint, string Type)
{
    private const string MountsFile = "/proc/self/mounts";

    // A change by another machine, or by the host of a virtual machine, sends no event.
    private static readonly HashSet<string> _remote = new(StringComparer.Ordinal)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "drvfs", "fakeowner", "fuse", "gfs2", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    };

    /// <summary>
    /// True if every change sends an event. It does for <c>fuseblk</c>, a local disk that a program of this machine reads.
    /// </summary>
    public bool SendsEvents => !_remote.Contains(Type) && !Type.StartsWith("fuse.", StringComparison.Ordinal);

    /// <summary>Returns the file system of a path; null if the system does not report it.</summary>
    public static MountedFileSystem? Of(string path)
    {
        try
        {
            var folder = new DirectoryInfo(path);
            var target = folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder;
            return File.Exists(MountsFile) ? Find(File.ReadAllText(MountsFile), target.FullName) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds the file system of a path in a text with the format of <c>/proc/mounts</c>.</summary>
    public static MountedFileSystem? Find(string mounts, string path) => mounts
        .Split('\n')
        .Select(line => line.Split(' '))
        .Where(fields => fields.Length > 2)
        .Select(fields => new MountedFileSystem(Unescape(fields[1]), fields[2]))

        // The innermost mount point. The last mount of one place hides the earlier ones.
        .Where(mount => mount.Contains(path))
        .Reverse()
        .MaxBy(mount => mount.MountPoint.Length);

    private static string Unescape(string path) =>
        EscapedCharacter().Replace(path, code => $"{(char)Convert.ToInt32(code.Value[1..], 8)}");

    private bool Contains(string path) =>
        path.Equals(MountPoint, StringComparison.Ordinal) || path.StartsWith(MountPoint.TrimEnd('/') + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"\\[0-7]{3}")]
    private static partial Regex EscapedCharacter();
}

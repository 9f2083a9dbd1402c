using System.Text.RegularExpressions;

namespace FileRoutedApi.Host.Development;

/// <summary>The file system that a path lies on, as Linux has it mounted.</summary>
internal sealed partial record MountedFileSystem(string MountPoint, string Type)
{
    private const string MountsFile = "/proc/self/mounts";

    // Changes that another machine, or the host of a virtual machine, makes in them raise no events here.
    private static readonly HashSet<string> _remote = new(StringComparer.Ordinal)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "drvfs", "fakeowner", "fuse", "gfs2", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    };

    /// <summary>Whether the system tells of every change. A disk that a program of this machine reads, <c>fuseblk</c>, does.</summary>
    public bool SendsEvents => !_remote.Contains(Type) && !Type.StartsWith("fuse.", StringComparison.Ordinal);

    /// <summary>Gets the file system of a path; null where the system does not say.</summary>
    public static MountedFileSystem? Of(string path)
    {
        try
        {
            var folder = new DirectoryInfo(path);
            return File.Exists(MountsFile) ? Find(File.ReadAllText(MountsFile), (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds the file system of a path in the format of <c>/proc/mounts</c>.</summary>
    public static MountedFileSystem? Find(string mounts, string path) => mounts
        .Split('\n')
        .Select(line => line.Split(' '))
        .Where(fields => fields.Length > 2)
        .Select(fields => new MountedFileSystem(EscapedCharacter().Replace(fields[1], code => $"{(char)Convert.ToInt32(code.Value[1..], 8)}"), fields[2]))

        // The innermost one; of those mounted at one place the last, which hides the others.
        .Where(mount => mount.Contains(path))
        .Reverse()
        .MaxBy(mount => mount.MountPoint.Length);

    private bool Contains(string path) =>
        path.Equals(MountPoint, StringComparison.Ordinal) || path.StartsWith(MountPoint.TrimEnd('/') + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"\\[0-7]{3}")]
    private static partial Regex EscapedCharacter();
}

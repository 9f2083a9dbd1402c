using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.IntegrationTests.Development;

public class MountedFileSystemTests
{
    private const string Mounts =
        """
        overlay / overlay rw,relatime 0 0
        proc /proc proc rw 0 0
        /dev/sda1 /home ext4 rw 0 0
        nas:/volume /home/ada/work nfs4 rw 0 0
        //server/share /mnt/with\040space cifs rw 0 0
        host /work 9p rw 0 0
        tmpfs /work tmpfs rw 0 0
        C:\134 /mnt/c drvfs rw 0 0
        sshfs /mnt/ssh fuse.sshfs rw 0 0
        /dev/sdb1 /mnt/disk fuseblk rw 0 0
        vagrant /vagrant vboxsf rw 0 0
        grpcfuse /host fuse rw 0 0
        """;

    [Theory]
    [InlineData("/srv/app/api", "overlay", true)]
    [InlineData("/home/ada/api", "ext4", true)]
    [InlineData("/home/ada/work", "nfs4", false)]
    [InlineData("/home/ada/work/deep/api", "nfs4", false)]
    [InlineData("/home/ada/workshop/api", "ext4", true)]
    [InlineData("/mnt/with space/api", "cifs", false)]
    [InlineData("/work/api", "tmpfs", true)]
    [InlineData("/mnt/c/api", "drvfs", false)]
    [InlineData("/mnt/ssh/api", "fuse.sshfs", false)]
    [InlineData("/mnt/disk/api", "fuseblk", true)]
    [InlineData("/vagrant/api", "vboxsf", false)]
    [InlineData("/host/api", "fuse", false)]
    public void The_innermost_mount_decides_whether_events_come(string path, string type, bool sendsEvents)
    {
        var found = MountedFileSystem.Find(Mounts, path);

        Assert.Equal((type, sendsEvents), (found!.Type, found.SendsEvents));
    }

    [Fact]
    public void An_unreadable_list_names_no_file_system() => Assert.Null(MountedFileSystem.Find("garbage\n\n", "/api"));

    [Fact]
    public async Task A_watcher_without_events_asks_for_a_look_at_everything_again_and_again()
    {
        using var folder = new TempFolder();
        using var watcher = FolderWatcher.Start(new RouteFolder(folder.Root), path => throw new InvalidOperationException(path), _ => new MountedFileSystem("/", "nfs4"));

        Assert.True(watcher.IsPolling);
        Assert.Equal([FolderWatcher.Everything], await watcher.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal([FolderWatcher.Everything], await watcher.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }
}

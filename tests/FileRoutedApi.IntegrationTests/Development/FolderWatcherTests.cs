using System.Threading.Channels;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.IntegrationTests.Development;

public class FolderWatcherTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Errors_in_a_row_end_in_polling()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        var created = Channel.CreateUnbounded<SystemWatcher>();
        using var watcher = FolderWatcher.Start(new RouteFolder(folder.Root), path => Create(created, path));

        for (var error = 0; error < FolderWatcher.MaxErrors; error++)
        {
            await WaitAsync(watcher);
            (await created.Reader.ReadAsync(Stop)).Fail();
        }

        Assert.True(watcher.IsPolling);
        await WaitAsync(watcher);
        await WaitAsync(watcher);
        Assert.False(created.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Many_concurrent_errors_end_in_polling_too()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        var created = Channel.CreateUnbounded<SystemWatcher>();
        using var watcher = FolderWatcher.Start(new RouteFolder(folder.Root), path => Create(created, path));
        await WaitAsync(watcher);
        var first = await created.Reader.ReadAsync(Stop);

        Parallel.For(0, 1000, _ => first.Fail());

        Assert.True(watcher.IsPolling);
    }

    [Fact]
    public async Task An_event_between_errors_keeps_it_watching()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        var created = Channel.CreateUnbounded<SystemWatcher>();
        using var watcher = FolderWatcher.Start(new RouteFolder(folder.Root), path => Create(created, path));

        for (var error = 0; error < 3 * FolderWatcher.MaxErrors; error++)
        {
            await WaitAsync(watcher);
            var system = await created.Reader.ReadAsync(Stop);
            system.Change(folder.Root);
            await WaitAsync(watcher);
            system.Fail();
        }

        await WaitAsync(watcher);
        Assert.False(watcher.IsPolling);
        Assert.NotNull(await created.Reader.ReadAsync(Stop));
    }

    /// <summary>Waits until the watcher is attached, or reports a possible change.</summary>
    private static async Task WaitAsync(FolderWatcher watcher) => Assert.NotNull(await watcher.WaitAsync(TimeSpan.FromMinutes(1), Stop));

    private static SystemWatcher Create(Channel<SystemWatcher> created, string path)
    {
        var watcher = new SystemWatcher(path);
        Assert.True(created.Writer.TryWrite(watcher));
        return watcher;
    }

    /// <summary>A system watcher that fails when a test tells it to.</summary>
    private sealed class SystemWatcher(string path) : FileSystemWatcher(path)
    {
        public void Fail() => OnError(new ErrorEventArgs(new IOException("The configured user limit on the number of inotify watches has been reached.")));

        public void Change(string root) => OnChanged(new FileSystemEventArgs(WatcherChangeTypes.Changed, root, "api/x.cs"));
    }
}

using FileRoutedApi.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>An application with jobs in a database, on the clock of the machine.</summary>
internal sealed class JobApp : IAsyncDisposable
{
    private readonly FolderApp _app;

    private JobApp(FolderApp app) => _app = app;

    public LogSink Logs => _app.Logs;

    public IJobs Jobs => _app.Services.GetRequiredService<IJobs>();

    public IJobEngine Engine => _app.Services.GetRequiredService<IJobEngine>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="code">The text of <c>jobs/work.cs</c>; null if the file is missing.</param>
    public static JobApp Start(string store, string? code, params (string Key, string Value)[] settings)
    {
        var folder = new TempFolder(code is null
            ? [("api/a.cs", TempFolder.Handler), ("jobs/other.cs", "void Run() { }\n")]
            : [("api/a.cs", TempFolder.Handler), ("jobs/work.cs", code)]);
        var app = new JobApp(new FolderApp(
            folder,
            [("FileRoutes:Jobs:Store", store), .. settings],
            services => services.AddSingleton(TimeProvider.System)));
        _ = app.Engine;
        return app;
    }

    /// <summary>Waits until a state is reached.</summary>
    public async Task<JobsState> StateAsync(Func<JobsState, bool> isReached)
    {
        while (true)
        {
            var state = await Engine.DescribeAsync(Stop);
            if (isReached(state))
            {
                return state;
            }

            await Task.Delay(20, Stop);
        }
    }

    /// <summary>Waits until a call has failed for good.</summary>
    public async Task<FailedCall> FailedAsync() => Assert.Single((await StateAsync(state => state is { Failed: [_, ..], Waiting: 0 })).Failed);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

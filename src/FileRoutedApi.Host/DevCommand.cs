using FileRoutedApi.Host.Development;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FileRoutedApi.Host;

/// <summary>Compiles and serves a folder, and follows it.</summary>
internal static class DevCommand
{
    /// <param name="follow">Whether to follow the folder; a test that starts the application wants it as it is, and its errors.</param>
    public static Task RunAsync(ServedFolder folder, string? urls, bool follow, CancellationToken stop)
    {
        string[] arguments = urls is null ? [] : [$"--urls={urls}"];
        return follow ? FollowAsync(folder, arguments, stop) : ServeAsync(folder, arguments, stop);
    }

    private static async Task ServeAsync(ServedFolder folder, string[] arguments, CancellationToken stop)
    {
        // Disposed only once it is whole: a test that starts it wants the error of its creation, not that it is gone.
        await using var app = HostedApplication.Create(folder, arguments);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                Console.WriteLine($"Listening on {address}");
            }
        });
        await app.StartFolderAsync(folder, stop);
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task FollowAsync(ServedFolder folder, string[] arguments, CancellationToken stop)
    {
        var server = new DevServer(folder.Root);
        var builder = folder.CreateBuilder(arguments);
        HostLogging.Add(builder);
        builder.Services.AddProblemDetails();
        ListeningServer.Add(builder.Services, server);
        await using var outer = HostedApplication.Build(builder);
        var activity = new DevActivity();
        server.Services = outer.Services;
        if (outer.Environment.IsDevelopment())
        {
            server.Dashboard = (new Dashboard(activity, outer.Lifetime.ApplicationStopping), activity);
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, outer.Lifetime.ApplicationStopping);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var terminal = new DevTerminal(Console.Out, TerminalStyle.OfConsole(), folder.Root, server.Dashboard is not null);
        await using var loop = new DevLoop(folder, server, outer.Services.GetRequiredService<IServer>().Features, listening.Task, terminal, activity);
        var first = Task.Run(() => loop.StartAsync(stopping.Token), stopping.Token);
        await outer.StartFolderAsync(folder, stop);
        listening.SetResult();
        await first;
        var following = loop.RunAsync(stopping.Token);
        await outer.WaitForShutdownAsync(stop);
        await stopping.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

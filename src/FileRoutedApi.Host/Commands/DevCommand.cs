using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Operations;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Commands;

/// <summary>Compiles and serves a folder, and follows it.</summary>
internal static class DevCommand
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <param name="follow">Whether to follow the folder; a test that starts the application wants it as it is, and its errors.</param>
    public static Task RunAsync(ServedFolder folder, string? urls, bool follow, CancellationToken stop) => follow
        ? FollowAsync(folder, urls is null ? [] : [$"--urls={urls}"], stop)
        : HostedApplication.ServeAsync(folder, urls, routes => routes.AddCompilation(), stop);

    private static async Task FollowAsync(ServedFolder folder, string[] arguments, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var listening = new TaskCompletionSource<IFeatureCollection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var activity = new DevActivity();
        var saved = new SavedChanges();
        var server = new DevServer(folder.Root, saved);
        var terminal = new DevTerminal(Console.Out, TerminalStyle.OfConsole(), folder.Root);
        await using var loop = new DevLoop(folder, server, saved, listening.Task, terminal, activity);

        // The application is put together while the server begins to listen; requests wait for it.
        var first = Task.Run(() => loop.StartAsync(stopping.Token), stopping.Token);
        try
        {
            await using var outer = CreateListener(folder, arguments, server);
            if (outer.Environment.IsDevelopment())
            {
                server.Dashboard = (new Dashboard(activity, outer.Lifetime.ApplicationStopping), activity);
                terminal.HasDashboard = true;
            }

            loop.Ended = outer.Lifetime.StopApplication;
            using var ending = outer.Lifetime.ApplicationStopping.Register(() =>
            {
                stopping.Cancel();
                server.Application?.Stop();
            });
            await outer.StartFolderAsync(folder, stop);
            listening.SetResult(outer.Services.GetRequiredService<IServer>().Features);
            await first;
            var following = loop.RunAsync(stopping.Token);
            await outer.WaitForShutdownAsync(stop);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to end before it was ready.
        }
        finally
        {
            await stopping.CancelAsync();

            // Code of the user's that does not return is no reason to stay.
            await Task.WhenAny(first, Task.Delay(_patience, CancellationToken.None));
        }
    }

    private static WebApplication CreateListener(ServedFolder folder, string[] arguments, DevServer server)
    {
        var builder = folder.CreateBuilder(arguments);
        HostLogging.Add(builder);
        builder.Services.AddProblemDetails();

        // Whoever presses Ctrl+C does not want to wait for an open stream.
        var settings = FileRoutesSettings.Read(builder.Configuration, folder.Root, options => options.Root = folder.Root);
        HostOperations.AddServer(builder, settings.Shutdown, _patience);
        ListeningServer.Add(builder.Services, server);
        var outer = HostedApplication.Build(builder);
        server.Services = outer.Services;
        return outer;
    }
}

using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Operations;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Serves a folder for development and applies its changes, from the first start to the stop.</summary>
/// <param name="arguments">Settings that take precedence over those of the folder.</param>
/// <param name="console">Where text and the log are written.</param>
internal sealed class DevSession(ServedFolder folder, string[] arguments, HostConsole console)
{
    // User code that does not return must not keep the process alive.
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Serves the folder until it is stopped. The server cannot listen while a settings file has errors, which contains its address, so it waits for a change.
    /// </summary>
    /// <param name="open">True to open the address in the browser.</param>
    public async Task RunAsync(bool open, CancellationToken stop)
    {
        while (true)
        {
            var files = SettingsFileStamps.Of(folder.Root);
            try
            {
                await FollowAsync(open, stop);
                return;
            }
            catch (FileRoutesException exception) when (exception.Diagnostics.Any(files.Contain))
            {
                var terminal = new DevTerminal(console.Output, console.Style, folder.Root);
                if (!await files.WaitForChangeAsync(() => terminal.NotListening(exception.Diagnostics), TimeProvider.System, stop))
                {
                    return;
                }
            }
        }
    }

    private async Task FollowAsync(bool open, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var time = TimeProvider.System;
        var listening = new TaskCompletionSource<IFeatureCollection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var activity = new DevActivity();
        var saved = new SavedChanges();
        var server = new DevServer(folder.Root, saved);
        var terminal = new DevTerminal(console.Output, console.Style, folder.Root);
        var status = new DevStatus(server, activity);
        await using var loop = new DevLoop(folder, console, server, saved, listening.Task, terminal, status, time);

        // The application is created while the front server starts. Requests wait for it.
        var first = Task.Run(() => loop.StartAsync(stopping.Token), stopping.Token);
        try
        {
            await using var front = CreateFront(server, terminal);
            if (front.Environment.IsDevelopment())
            {
                server.Dashboard = (new Dashboard(activity, time, front.Lifetime.ApplicationStopping), activity);
                terminal.HasDashboard = true;
            }

            server.ApplicationStopped = front.Lifetime.StopApplication;
            terminal.HasShortcuts = console.HasKeys;
            var shortcuts = new Shortcuts(terminal, loop.Restart, front.Lifetime.StopApplication, Browser.TryOpen);
            using var stopApplication = front.Lifetime.ApplicationStopping.Register(() =>
            {
                stopping.Cancel();
                server.Application?.Stop();
            });
            await front.StartFolderAsync(folder, stop);
            listening.SetResult(front.Services.GetRequiredService<IServer>().Features);
            await first;
            if (open)
            {
                shortcuts.Open(terminal.Address);
            }

            if (terminal.HasShortcuts)
            {
                shortcuts.Start();
            }

            var following = loop.RunAsync(stopping.Token);
            await front.WaitForShutdownAsync(stop);
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped before the first start was complete.
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAny(first, Task.Delay(_startTimeout, time, CancellationToken.None));
        }
    }

    /// <summary>Creates the application that owns the socket. It passes requests to the development server.</summary>
    private WebApplication CreateFront(DevServer server, DevTerminal terminal)
    {
        var builder = folder.CreateBuilder(arguments);
        terminal.Environment = builder.Environment.EnvironmentName;
        ListenAddresses.Check(builder.Configuration);
        ChoosePort(builder, terminal);
        HostLogging.Add(builder, console);
        builder.Services.AddProblemDetails();
        HostOperations.AddServer(builder, FolderSettings.Read(builder.Configuration, folder.Root).Host.Shutdown, HostOperations.DevelopmentDrainTimeout);
        FrontServer.Add(builder.Services, server);
        var front = HostedApplication.Build(builder);
        server.Services = front.Services;
        return front;
    }

    /// <summary>Chooses the next free port if the default one is in use. A port that the user has named is never replaced.</summary>
    private static void ChoosePort(WebApplicationBuilder builder, DevTerminal terminal)
    {
        if (ListenAddresses.Of(builder.Configuration).Count == 0
            && FreePort.From(ListenAddresses.DefaultPort) is var port and not 0 and not ListenAddresses.DefaultPort)
        {
            builder.WebHost.UseUrls(ListenAddresses.OfPort(port));
            terminal.OtherPort = port;
        }
    }
}

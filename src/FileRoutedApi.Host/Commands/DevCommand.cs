using System.CommandLine;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Operations;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Commands;

/// <summary>Compiles and serves a folder, and applies changes while it runs.</summary>
internal static class DevCommand
{
    // A developer who presses Ctrl+C must not wait for an open stream.

    // User code that does not return must not keep the process alive.
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Creates the command.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        var dev = new Command("dev", "Compile and serve the folder, and apply changes. The default environment is Development.") { folder };
        var address = AddressOptions.AddTo(dev);
        var document = new Option<string?>("--openapi")
        {
            HelpName = "FILE",
            Description = "Keep this file equal to the OpenAPI document, so that clients can be generated from it.",
        };
        dev.Add(document);
        var open = new Option<bool>("--open") { Description = "Open the address in the browser when the server listens." };
        var https = new Option<bool>("--https")
        {
            Description = "Listen with the development certificate of ASP.NET Core, on port 5001 unless --port says otherwise.",
        };
        dev.Add(open);
        dev.Add(https);
        dev.Validators.Add(result =>
        {
            if (result.GetValue(https) && address.HasUrls(result))
            {
                result.AddError("'--https' has no effect with '--urls'. Write an address such as https://localhost:5001.");
            }
        });
        dev.SetAction((result, stop) => RunAsync(
            ServedFolder.Open(result.GetValue(folder), [.. settings, .. SettingsOf(result.GetValue(document))], "Development"),
            result.GetValue(https) ? address.HttpsUrlsOf(result) : address.UrlsOf(result),
            result.GetValue(open),
            follow: HostProcess.IsOwn,
            stop));
        return dev;

        // Relative to the current folder, as every path of the command line.
        static string[] SettingsOf(string? document) =>
            document is null ? [] : [$"--{FileRoutesOptions.SectionName}:OpenApi:File={Path.GetFullPath(document)}"];
    }

    /// <summary>Serves a folder until the process is stopped.</summary>
    /// <param name="open">True to open the address in the browser.</param>
    /// <param name="follow">True to apply changes of the folder; false in a test, which gets the errors of the start as exceptions.</param>
    private static Task RunAsync(ServedFolder folder, string? urls, bool open, bool follow, CancellationToken stop) => follow
        ? FollowWithSettingsAsync(folder, urls is null ? [] : [$"--urls={urls}"], open, stop)
        : HostedApplication.ServeAsync(folder, urls, routes => routes.AddCompilation(), stop);

    /// <summary>
    /// Serves the folder. The server cannot listen while a settings file has errors, which contains its address, so it waits for a change.
    /// </summary>
    private static async Task FollowWithSettingsAsync(ServedFolder folder, string[] arguments, bool open, CancellationToken stop)
    {
        while (true)
        {
            var files = SettingsFileStamps.Of(folder.Root);
            try
            {
                await FollowAsync(folder, arguments, open, stop);
                return;
            }
            catch (FileRoutesException exception) when (exception.Diagnostics.Any(files.Contain))
            {
                var terminal = new DevTerminal(Console.Out, TerminalStyle.OfConsole(), folder.Root);
                if (!await files.WaitForChangeAsync(() => terminal.NotListening(exception.Diagnostics), TimeProvider.System, stop))
                {
                    return;
                }
            }
        }
    }

    private static async Task FollowAsync(ServedFolder folder, string[] arguments, bool open, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var time = TimeProvider.System;
        var listening = new TaskCompletionSource<IFeatureCollection>(TaskCreationOptions.RunContinuationsAsynchronously);
        var activity = new DevActivity();
        var saved = new SavedChanges();
        var server = new DevServer(folder.Root, saved);
        var terminal = new DevTerminal(Console.Out, TerminalStyle.OfConsole(), folder.Root);
        var status = new DevStatus(server, activity);
        await using var loop = new DevLoop(folder, server, saved, listening.Task, terminal, status, time);

        // The application is created while the front server starts. Requests wait for it.
        var first = Task.Run(() => loop.StartAsync(stopping.Token), stopping.Token);
        try
        {
            await using var front = CreateFront(folder, arguments, server, terminal);
            if (front.Environment.IsDevelopment())
            {
                server.Dashboard = (new Dashboard(activity, time, front.Lifetime.ApplicationStopping), activity);
                terminal.HasDashboard = true;
            }

            server.ApplicationStopped = front.Lifetime.StopApplication;
            terminal.HasShortcuts = Shortcuts.AreAvailable;
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
    private static WebApplication CreateFront(ServedFolder folder, string[] arguments, DevServer server, DevTerminal terminal)
    {
        var builder = folder.CreateBuilder(arguments);
        terminal.Environment = builder.Environment.EnvironmentName;
        ListenAddresses.Check(builder.Configuration);
        ChoosePort(builder, terminal);
        HostLogging.Add(builder);
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

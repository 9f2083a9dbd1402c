using System.CommandLine;
using System.Text;
using System.Text.Json;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Http;
using FileRoutedApi.Jobs;

namespace FileRoutedApi.Host.Commands;

/// <summary>Runs one job once in this process, for a scheduler outside of it.</summary>
internal static class JobCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="folderName">The name of the folder in the help text.</param>
    /// <param name="open">Opens the folder that the argument names.</param>
    public static Command Create(string folderName, Func<string?, ServedFolder> open)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The name of the job: its path below jobs/ without the extension, such as 'mail/send'.",
        };
        var folder = CommonArguments.Folder(folderName, "The folder that contains jobs/, or a built folder. Default: the current folder.");
        var payload = new Option<string?>("--payload")
        {
            HelpName = "JSON",
            Description = "The payload, such as '{\"to\":\"Ada\"}'. @FILE reads a file, @- standard input.",
        };
        CommandData.RequireFiles(payload);
        payload.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && CommandData.IsText(text) && !IsJson(text))
            {
                result.AddError($"'{text}' is not JSON. Write a payload such as '{{\"to\":\"Ada\"}}', or @FILE for that of a file.");
            }
        });
        var job = new Command("job", "Run a job once in this process, without its schedule. Exits with 0 if it succeeds, otherwise with 1.")
        {
            name, folder, payload,
        };
        job.SetAction((result, stop) => RunAsync(
            open(result.GetValue(folder)), result.GetValue(name)!, result.GetValue(payload), stop));
        return job;
    }

    /// <summary>Runs a job in the application, with its hosted services.</summary>
    /// <returns>0, or 1 if the job threw, has exceeded its maximum duration or was cancelled. The log says which.</returns>
    /// <exception cref="FileRoutesException">The application cannot start, there is no such job, or the payload is not valid.</exception>
    public static async Task<int> RunAsync(ServedFolder folder, string name, string? payload, CancellationToken stop)
    {
        // As for `fetch`, everything that is printed goes to standard error.
        Console.SetOut(Console.Error);
        await using var app = HostedApplication.Create(
            folder,
            [
                // Without the lines about a server, and without a delay for load balancers.
                $"--Serilog:MinimumLevel:Override:{nameof(FileRoutedApi)}=Warning", "--FileRoutes:Jobs:Enabled=false", "--FileRoutes:Shutdown:Delay=0",
            ],
            folder.IsBuilt ? null : routes => routes.AddCompilation(),
            adjust: NullServer.Replace);
        try
        {
            // A signal stops the application.
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
            await app.StartFolderAsync(folder, stopping.Token);
            var job = app.Services.GetRequiredService<PublishedJobs>().Get(name);
            var text = payload is null ? null : await ReadAsync(payload, stopping.Token);
            if (job.Function.FindMistake(text, app.Services.GetRequiredService<RouteJson>().Options) is { } mistake)
            {
                throw new FileRoutesException(mistake);
            }

            return await RunAsync(app, job, text, stopping.Token) ? 0 : 1;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("The job was cancelled before it began.");
            return 1;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> RunAsync(WebApplication app, BoundJob job, string? payload, CancellationToken stop)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        try
        {
            await app.Services.GetRequiredService<JobRunner>().RunAsync(
                () => job, new JobContext(job.Name, Guid.CreateVersion7().ToString("N"), now), payload, stop);
            return true;
        }
        catch (Exception)
        {
            // The runner has logged it.
            return false;
        }
    }

    private static async Task<string> ReadAsync(string payload, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await CommandData.ReadAsync(payload, content, cancellationToken);
        return Encoding.UTF8.GetString(content.ToArray());
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using System.CommandLine;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Jobs;

namespace FileRoutedApi.Host.Commands;

/// <summary>Lists the jobs of a folder and their failed calls, and retries or discards these calls. No job runs.</summary>
internal static class JobsCommand
{
    private const string All = "all";

    /// <summary>Creates the command.</summary>
    /// <param name="folderName">The name of the folder in the help text.</param>
    /// <param name="open">Opens the folder that the argument names.</param>
    public static Command Create(string folderName, Func<string?, ServedFolder> open)
    {
        var folder = CommonArguments.Folder(folderName, "The folder that contains jobs/, or a built folder. Default: the current folder.");
        var json = new Option<bool>("--json") { Description = "Print a JSON object of { store, jobs, waiting, failedCount, failed }." };
        var retry = Call("--retry", "Let a failed call run again, or 'all' of them. A process that runs jobs runs it.");
        var discard = Call("--discard", "Delete a failed call, or 'all' of them.");
        var jobs = new Command("jobs", "List the jobs with their last runs, and the calls that have failed. No job runs.")
        {
            folder, json, retry, discard,
        };
        jobs.Validators.Add(result =>
        {
            var used = new Option[] { retry, discard, json }.Where(option => result.GetResult(option) is { Implicit: false }).ToList();
            if (used.Count > 1)
            {
                result.AddError($"'{used[0].Name}' and '{used[1].Name}' cannot be used together.");
            }
        });
        jobs.SetAction((result, stop) =>
        {
            var served = open(result.GetValue(folder));
            return result.GetValue(retry) is { } retried
                    ? ChangeAsync(served, retried, "retried", (engine, id) => engine.RetryAsync(id, stop), stop)
                : result.GetValue(discard) is { } discarded
                    ? ChangeAsync(served, discarded, "discarded", (engine, id) => engine.DiscardAsync(id, stop), stop)
                : ListAsync(served, result.GetValue(json), stop);
        });
        return jobs;

        static Option<string?> Call(string name, string description) => new(name) { HelpName = "ID", Description = description };
    }

    private static Task ListAsync(ServedFolder folder, bool json, CancellationToken stop) => UseAsync(
        folder,
        async (engine, output) =>
        {
            var state = engine is null ? new JobsState(JobsState.Memory, [], [], 0, 0) : await engine.DescribeAsync(stop);
            await output.WriteLineAsync(json ? JobsText.ToJson(state) : JobsText.ToTables(state));
        },
        stop);

    private static Task ChangeAsync(
        ServedFolder folder, string id, string done, Func<IJobEngine, string, Task<bool>> change, CancellationToken stop) => UseAsync(
        folder,
        async (engine, output) =>
        {
            if (engine is null || await engine.DescribeAsync(stop) is not { IsDurable: true })
            {
                throw new FileRoutesException(RouteDiagnostics.JobStoreNeeded());
            }

            var count = id == All ? await ChangeAllAsync(engine, change, stop) : await change(engine, id) ? 1 : 0;
            if (count == 0 && id != All)
            {
                throw new FileRoutesException(RouteDiagnostics.UnknownCall(id));
            }

            await output.WriteLineAsync(count == 0 ? "No call has failed." : $"{JobsText.Calls(count)} {done}");
        },
        stop);

    /// <summary>Changes all failed calls. A list contains only some of them if there are many.</summary>
    private static async Task<int> ChangeAllAsync(IJobEngine engine, Func<IJobEngine, string, Task<bool>> change, CancellationToken stop)
    {
        // A retried call can fail again meanwhile.
        var known = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        while ((await engine.DescribeAsync(stop)).Failed.Where(call => known.Add(call.Id)).ToList() is { Count: > 0 } failed)
        {
            foreach (var call in failed)
            {
                count += await change(engine, call.Id) ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Loads the folder. Neither <c>Start</c> of the start-up file nor hosted services run, so the scheduler does not run either.</summary>
    /// <param name="use">Gets the scheduler, or null if there are no jobs, and the standard output.</param>
    /// <exception cref="FileRoutesException">The folder has errors, or the store cannot be used.</exception>
    private static async Task UseAsync(ServedFolder folder, Func<IJobEngine?, TextWriter, Task> use, CancellationToken stop)
    {
        // Standard output contains only the result. The log and the text that route files print go to standard error.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        await using var app = HostedApplication.Create(
            folder,
            ["--Serilog:MinimumLevel:Default=Error", "--FileRoutes:Jobs:Enabled=false"],
            folder.IsBuilt ? null : routes => routes.AddCompilation(),
            adjust: NullServer.Use);
        await app.StartFolderAsync(folder, stop);
        await use(app.Services.GetService<IJobEngine>(), output);
        await output.FlushAsync(stop);
        await app.StopAsync(stop);
    }
}

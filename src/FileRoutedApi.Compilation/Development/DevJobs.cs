using System.Text.Json.Schema;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Jobs;
using FileRoutedApi.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The jobs of the running application, for the dashboard.</summary>
/// <param name="IsEnabled">Whether this process runs jobs.</param>
internal sealed record DevJobs(IJobEngine Engine, PublishedJobs Published, JobRunner Runner, RouteJson Json, bool IsEnabled)
{
    // A database that is not available must not delay the rest of the page.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many jobs the folder has, with errors or without.</summary>
    public int Count => Published.All.Count() + Published.Broken.Count;

    /// <summary>Returns the jobs of an application; null if it has no scheduler.</summary>
    public static DevJobs? Of(IServiceProvider services) => services.GetService<IJobEngine>() is { } engine
        ? new DevJobs(
            engine,
            services.GetRequiredService<PublishedJobs>(),
            services.GetRequiredService<JobRunner>(),
            services.GetRequiredService<RouteJson>(),
            services.GetRequiredService<FileRoutesSettings>().Jobs.Enabled)
        : null;

    /// <summary>Asks the scheduler for its state. Without a job, the scheduler is not used.</summary>
    /// <returns>The state, or why there is none.</returns>
    public async Task<(JobsState? State, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        try
        {
            return (await Engine.DescribeAsync(timeout.Token).WaitAsync(timeout.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, UsageTexts.JobStoreSlow(_timeout.TotalSeconds));
        }
        catch (FileRoutesException exception)
        {
            return (null, TextOf(exception));
        }
        catch (ObjectDisposedException)
        {
            // The application was replaced. The page asks again, because that is a change.
            return (null, null);
        }
    }

    /// <summary>Returns the diagnostics of an exception as one text.</summary>
    public static string TextOf(FileRoutesException exception) =>
        string.Join(' ', exception.Diagnostics.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.Message}"));

    /// <summary>Returns the JSON schema of the payload of a job; null if it takes none.</summary>
    public string? PayloadSchemaOf(string name)
    {
        if (Published.Find(name)?.Function.PayloadType is not { } type)
        {
            return null;
        }

        try
        {
            return Json.Options.GetJsonSchemaAsNode(type).ToJsonString();
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            // A type with a converter or a mistake: the payload is written without a sample.
            return "true";
        }
    }
}

using System.Data.Common;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Jobs;

/// <summary>Stands in for the scheduler in an application without jobs, so that functions can take <see cref="IJobs"/>.</summary>
internal sealed class NoJobs(PublishedJobs jobs) : IJobs
{
    public Task<string> EnqueueAsync(
        string name, object? payload, TimeSpan delay, string? key, DbTransaction? transaction, CancellationToken cancellationToken) =>
        throw new FileRoutesException(jobs.Find(name) is { } job
            ? RouteDiagnostics.JobsNotAdded(job.File.Path)
            : RouteDiagnostics.UnknownJob(name, null));
}

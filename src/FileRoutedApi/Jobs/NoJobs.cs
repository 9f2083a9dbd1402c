using System.Data.Common;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Jobs;

/// <summary>Stands in for the scheduler in an application without one, so that functions can take <see cref="IJobs"/>.</summary>
internal sealed class NoJobs(PublishedJobs jobs, FileRoutesSettings settings) : IJobs
{
    public Task<string> EnqueueAsync(
        string name, object? payload, TimeSpan delay, string? key, DbTransaction? transaction, CancellationToken cancellationToken) =>
        throw new FileRoutesException((jobs.Find(name)?.File.Path ?? FindIgnored(name)) is { } file
            ? RouteDiagnostics.JobsNotAdded(file)
            : RouteDiagnostics.UnknownJob(name, null));

    /// <summary>Returns a file in <c>jobs/</c> that was ignored, because the application does not have the package; or null.</summary>
    private string? FindIgnored(string name)
    {
        if (settings.Table.HasJobs)
        {
            return null;
        }

        var wanted = $"{RouteFolder.Jobs}/{name}.cs";
        var files = RouteFolder.JobFilesIn(settings.Root).Order(StringComparer.Ordinal).ToList();
        return files.Find(file => file.Equals(wanted, StringComparison.OrdinalIgnoreCase)) ?? files.FirstOrDefault();
    }
}

using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Jobs;

/// <summary>The jobs that can run. In development they change while the application runs; a run ends with the job that it began with.</summary>
internal sealed class PublishedJobs
{
    private volatile Dictionary<string, BoundJob> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private volatile IReadOnlyList<RouteFile> _broken = [];

    /// <summary>Occurs after the jobs have changed.</summary>
    public event Action? Changed;

    /// <summary>Gets the jobs, sorted by name.</summary>
    public IEnumerable<BoundJob> All => _jobs.Values.OrderBy(job => job.Name, StringComparer.Ordinal);

    /// <summary>Gets the files with errors.</summary>
    public IReadOnlyList<RouteFile> Broken => _broken;

    /// <summary>Gets whether the folder has a job, with errors or without.</summary>
    public bool HasAny => _jobs.Count > 0 || _broken.Count > 0;

    /// <summary>Returns a job; null if there is none with the name, or if its file has errors.</summary>
    public BoundJob? Find(string name) => _jobs.GetValueOrDefault(name);

    /// <summary>Returns a job.</summary>
    /// <exception cref="FileRoutesException">There is no such job (FRA3133).</exception>
    public BoundJob Get(string name) => Find(name) ?? throw new FileRoutesException(
        RouteDiagnostics.UnknownJob(name, Spelling.Closest(name, _jobs.Keys)));

    public void Publish(IEnumerable<BoundJob> jobs, IReadOnlyList<RouteFile> broken)
    {
        _jobs = jobs.ToDictionary(job => job.Name, StringComparer.OrdinalIgnoreCase);
        _broken = broken;
        Changed?.Invoke();
    }
}

namespace FileRoutedApi.Jobs;

/// <summary>The scheduler, which another assembly provides.</summary>
internal interface IJobEngine
{
    /// <summary>Occurs after schedules, runs or calls of this process have changed. The store may have the end of a run a little later.</summary>
    event Action? Changed;

    /// <summary>Returns what is wrong with the cron expression of a job; null if nothing is.</summary>
    string? FindMistake(JobConfig config);

    /// <summary>Returns the jobs, their runs, and the calls that have failed.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used (FRA3131, FRA3132, FRA3136).</exception>
    Task<JobsState> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Runs a job now, beside its schedule.</summary>
    /// <param name="payload">The payload as JSON; null for none.</param>
    /// <exception cref="FileRoutesException">There is no such job (FRA3133), or the store cannot be used.</exception>
    Task RunNowAsync(string name, string? payload, CancellationToken cancellationToken);

    /// <summary>Runs a failed call again. Returns false if there is none with the identifier.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used.</exception>
    Task<bool> RetryAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes a failed call. Returns false if there is none with the identifier.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used.</exception>
    Task<bool> DiscardAsync(string id, CancellationToken cancellationToken);
}

/// <param name="Store">Where schedules and calls are stored: <c>memory</c>, <c>SQLite</c> or <c>PostgreSQL</c>.</param>
/// <param name="Failed">The newest of the calls whose attempts are used up, the newest first.</param>
/// <param name="FailedCount">How many such calls there are in all.</param>
/// <param name="Waiting">How many calls wait or run.</param>
internal sealed record JobsState(string Store, IReadOnlyList<JobState> Jobs, IReadOnlyList<FailedCall> Failed, int FailedCount, int Waiting)
{
    /// <summary>The name of the store that ends with the process.</summary>
    public const string Memory = "memory";

    /// <summary>Gets whether runs and calls outlive the process.</summary>
    public bool IsDurable => Store != Memory;
}

/// <param name="Next">When the job is due next; null if it has no schedule, or the schedule is switched off.</param>
/// <param name="Runs">The latest runs, the newest first.</param>
internal sealed record JobState(
    string Name, string File, string? Cron, string TimeZone, DateTimeOffset? Next, bool IsEnabled, IReadOnlyList<JobRun> Runs);

/// <param name="Error">The message of the exception; null if the run succeeded.</param>
/// <param name="Attempt">1 for the first attempt.</param>
internal sealed record JobRun(DateTimeOffset Started, TimeSpan Duration, int Attempt, string? Error);

/// <param name="Payload">The payload as JSON.</param>
/// <param name="Error">The message of the last exception.</param>
internal sealed record FailedCall(string Id, string Job, string? Payload, string Error, int Attempts, DateTimeOffset FailedAt);

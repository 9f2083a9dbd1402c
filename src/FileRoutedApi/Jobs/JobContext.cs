namespace FileRoutedApi;

/// <summary>Describes one run of a job. Take it as a parameter of <c>Run</c>.</summary>
public sealed class JobContext
{
    internal JobContext(string name, string id, DateTimeOffset scheduledAt)
    {
        Name = name;
        Id = id;
        ScheduledAt = scheduledAt;
    }

    /// <summary>Gets the name of the job: its path below <c>jobs/</c> without the extension, such as <c>mail/send</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets the identifier of the occurrence or of the call. All attempts at it have the same, so that work that was done before can be
    /// recognized.
    /// </summary>
    public string Id { get; }

    /// <summary>Gets when the run was due. It may start later.</summary>
    public DateTimeOffset ScheduledAt { get; }

    /// <summary>Gets the number of this attempt: 1 for the first, 2 for the first retry.</summary>
    public int Attempt { get; internal init; } = 1;

    /// <summary>Gets how many attempts there are at most.</summary>
    internal int Attempts { get; init; } = 1;

    /// <summary>
    /// Gets a value indicating whether the run was recovered from a process that was killed or stopped during the run. Part of its work may
    /// be done already.
    /// </summary>
    public bool IsRecovered { get; internal init; }

    /// <summary>Gets a value indicating whether an earlier attempt may have done part of the work.</summary>
    public bool IsRetry => Attempt > 1 || IsRecovered;
}

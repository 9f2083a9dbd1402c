namespace FileRoutedApi;

/// <summary>The settings of the configuration section <c>FileRoutes:Jobs</c>, for the files in <c>jobs/</c>.</summary>
public sealed class JobSettings
{
    /// <summary>
    /// Gets or sets a value indicating whether this process runs jobs. A process that does not can still call them; another one runs the
    /// calls.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets or sets the database of schedules and calls: <c>Data Source=data/jobs.db</c> for a SQLite file, relative to the folder; a
    /// connection string of PostgreSQL; or the name of one in <c>ConnectionStrings</c>. Null to keep schedules in memory.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>
    /// Gets or sets the name of the application in the database. Applications that share a database need different names; the processes of
    /// one application have the same.
    /// </summary>
    public string Name { get; set; } = "fileroutes";

    /// <summary>Gets or sets how many jobs may run at the same time in this process.</summary>
    public int MaxConcurrency { get; set; } = 10;

    /// <summary>
    /// Gets or sets the time after which another process recovers the runs of a process that has ended without a shutdown, in seconds.
    /// PostgreSQL only: with a SQLite file, the runs are recovered when the application starts again.
    /// </summary>
    public double FailoverAfter { get; set; } = 15;
}

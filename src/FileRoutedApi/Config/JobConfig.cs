namespace FileRoutedApi;

/// <summary>Configures a job: the variable <c>config</c> at the top level of a file in <c>jobs/</c>.</summary>
/// <example><code>var config = new JobConfig { Cron = "0 2 * * *", TimeZone = "Europe/Berlin", Retry = { Attempts = 5 } };</code></example>
public sealed class JobConfig
{
    /// <summary>
    /// Gets or sets when the job runs: a cron expression with five fields (minute, hour, day of month, month, day of week), or six with the
    /// second in front. Days of the week are 0 to 7 or SUN to SAT; 0 and 7 are Sunday. Null for a job that only runs when it is called.
    /// </summary>
    public string? Cron { get; set; }

    /// <summary>
    /// Gets or sets the time zone of <see cref="Cron"/>, by its IANA or Windows name. UTC by default. A time that does not exist, because
    /// the clocks go forward, is replaced by the time to which they go; a time that exists twice counts once.
    /// </summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets or sets what happens when a run is due while the run before it has not ended.</summary>
    public JobOverlap Overlap { get; set; }

    /// <summary>
    /// Gets or sets what happens with runs that were due while no process could run them. A store in memory (the default) forgets them when
    /// the process stops.
    /// </summary>
    public JobMissed Missed { get; set; }

    /// <summary>Gets or sets how often a run that throws is repeated, and after which time.</summary>
    public JobRetryConfig Retry { get; set; } = new();

    /// <summary>
    /// Gets or sets the maximum duration of a run in seconds; null for no limit. When it has elapsed, the cancellation token is cancelled,
    /// and the run has failed.
    /// </summary>
    public int? MaxDuration { get; set; }

    /// <summary>
    /// Gets or sets the key of a setting, such as <c>Reports:Nightly</c>. The schedule is used only if the value of the setting is
    /// <c>true</c>. Null to use it always.
    /// </summary>
    public string? EnabledBy { get; set; }
}

/// <summary>Specifies what happens when a run of a job is due while the run before it has not ended.</summary>
public enum JobOverlap
{
    /// <summary>The run that is due does not take place.</summary>
    Skip,

    /// <summary>One run waits until the run before it has ended. Further runs that are due meanwhile do not take place.</summary>
    Wait,

    /// <summary>Both run at the same time.</summary>
    Allow,
}

/// <summary>Specifies what happens with runs of a job that were due while no process could run them.</summary>
public enum JobMissed
{
    /// <summary>One run takes place as soon as possible, however many were missed.</summary>
    RunOnce,

    /// <summary>Missed runs do not take place.</summary>
    Skip,
}

/// <summary>Configures how often a run that throws is repeated. The waiting time grows with every attempt.</summary>
public sealed class JobRetryConfig
{
    /// <summary>
    /// Gets or sets the number of repetitions after the first failure. 3 by default, 0 for none. An attempt whose process was killed has
    /// failed too. A scheduled run is not repeated after the next run is due.
    /// </summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Gets or sets the time before the first repetition, in seconds.</summary>
    public double Delay { get; set; } = 10;

    /// <summary>Gets or sets the factor by which the time grows with every repetition. 1 for the same time.</summary>
    public double Factor { get; set; } = 3;

    /// <summary>Gets or sets the longest time before a repetition, in seconds. An hour by default.</summary>
    public double MaxDelay { get; set; } = 3600;
}

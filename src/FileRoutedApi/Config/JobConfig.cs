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
    /// Gets or sets the time zone of <see cref="Cron"/>, by its IANA or Windows name. UTC by default. When the clocks go forward, a job
    /// whose time is skipped runs right after the gap. When they go back, a job with a fixed time runs once, and a job that runs every
    /// hour runs in both hours.
    /// </summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets or sets what happens when a run is due while the run before it has not ended.</summary>
    public JobOverlap Overlap { get; set; }

    /// <summary>
    /// Gets or sets what happens with runs that were due while no process could run them. A store in memory (the default) forgets them when
    /// the process stops.
    /// </summary>
    public JobMissed Missed { get; set; }

    /// <summary>Gets or sets how often a run that throws is retried, and after which time.</summary>
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

/// <summary>Configures how often a run that throws is retried. The delay grows with every retry.</summary>
public sealed class JobRetryConfig
{
    /// <summary>
    /// Gets or sets the number of retries after the first attempt has failed. 3 by default, 0 for none. An attempt whose process was killed
    /// has failed too. The retries of a scheduled run end when the next run is due.
    /// </summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Gets or sets the delay before the first retry, in seconds. Delays vary by up to 10 %.</summary>
    public double Delay { get; set; } = 10;

    /// <summary>Gets or sets the factor by which the delay grows with every retry. 1 for the same delay.</summary>
    public double Factor { get; set; } = 3;

    /// <summary>Gets or sets the longest delay before a retry, in seconds. An hour by default.</summary>
    public double MaxDelay { get; set; } = 3600;
}

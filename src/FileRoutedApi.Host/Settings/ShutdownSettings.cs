namespace FileRoutedApi.Host.Settings;

/// <summary>The settings of the graceful shutdown, in seconds.</summary>
internal sealed class ShutdownSettings
{
    /// <summary>Gets or sets how long requests in flight may take before they are aborted; 25 unless set, 5 in <c>dev</c>.</summary>
    public double? Timeout { get; set; }

    /// <summary>
    /// Gets or sets how long requests are still accepted after SIGTERM, so that load balancers notice; 2 unless set, 0 in Development.
    /// </summary>
    public double? Delay { get; set; }
}

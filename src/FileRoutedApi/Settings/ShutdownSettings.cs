namespace FileRoutedApi;

/// <summary>How the host ends. In an application of your own that is <c>HostOptions.ShutdownTimeout</c>.</summary>
public sealed class ShutdownSettings
{
    /// <summary>
    /// How long requests are still taken after SIGTERM, in seconds, so that who sends them notices; 2 unless set, and none
    /// in Development.
    /// </summary>
    public double? Delay { get; set; }

    /// <summary>How long requests in flight may then take, in seconds, before they are aborted; 25 unless set, 5 in <c>dev</c>.</summary>
    public double? Timeout { get; set; }
}

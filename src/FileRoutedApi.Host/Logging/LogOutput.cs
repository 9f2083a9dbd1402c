namespace FileRoutedApi.Host.Logging;

/// <summary>Where the log goes.</summary>
internal sealed class LogOutput
{
    /// <summary>Gets or sets the console that takes requests without an event; null if each needs one.</summary>
    public BatchedConsole? OfRequests { get; set; }
}

namespace FileRoutedApi.Host.Logging;

/// <summary>Where the log goes.</summary>
internal sealed class LogOutput
{
    /// <summary>Gets or sets the console that writes the lines of requests without Serilog events; null if each line needs an event.</summary>
    public BatchedConsole? OfRequests { get; set; }

    /// <summary>Gets or sets whether the activity of a request is created when something needs it, and not for each request.</summary>
    public bool HasLazyTraces { get; set; }
}

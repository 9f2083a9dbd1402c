namespace FileRoutedApi.Compilation.Development;

/// <summary>How long the development server waits for events before it polls the folder.</summary>
internal static class PollingIntervals
{
    /// <summary>After an error or a deletion that is not confirmed yet, because its grace period is not over.</summary>
    public static readonly TimeSpan Unconfirmed = TimeSpan.FromMilliseconds(30);

    /// <summary>Before a restart: several files that are saved together must cause one restart.</summary>
    public static readonly TimeSpan RestartDebounce = TimeSpan.FromMilliseconds(100);

    /// <summary>Once after the last change, because an event may have been lost.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
}

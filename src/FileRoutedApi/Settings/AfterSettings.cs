namespace FileRoutedApi;

/// <summary>The settings of the configuration section <c>FileRoutes:After</c>, for work after the response.</summary>
public sealed class AfterSettings
{
    /// <summary>Gets or sets the maximum duration of work that names none, in seconds.</summary>
    public double MaxDuration { get; set; } = 60;

    /// <summary>Gets or sets how much work may wait or run in the process. A request that adds more gets a 503.</summary>
    public int MaxPending { get; set; } = 10_000;
}

namespace FileRoutedApi;

/// <summary>
/// The health checks of the host. In an application with its own <c>Program.cs</c>, call <c>AddHealthChecks</c> and
/// <c>MapHealthChecks</c> instead.
/// </summary>
public sealed class HealthSettings
{
    /// <summary>
    /// Gets or sets a value indicating whether <see cref="Path"/><c>/live</c> and <see cref="Path"/><c>/ready</c> are served.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the URL path above <c>/live</c> and <c>/ready</c>.</summary>
    public string Path { get; set; } = "/healthz";
}

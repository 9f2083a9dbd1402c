namespace FileRoutedApi.Host.Settings;

/// <summary>The settings of the health probes.</summary>
internal sealed class HealthSettings
{
    /// <summary>Gets or sets whether <see cref="Path"/><c>/live</c> and <see cref="Path"/><c>/ready</c> are served.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the URL that <c>/live</c> and <c>/ready</c> follow.</summary>
    public string Path { get; set; } = "/healthz";
}

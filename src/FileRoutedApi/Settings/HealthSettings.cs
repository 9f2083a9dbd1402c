namespace FileRoutedApi;

/// <summary>What the host answers to those who ask how it is. In an application of your own call AddHealthChecks and MapHealthChecks.</summary>
public sealed class HealthSettings
{
    /// <summary>Whether <see cref="Path"/><c>/live</c> and <see cref="Path"/><c>/ready</c> answer.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The URL that <c>/live</c> and <c>/ready</c> follow.</summary>
    public string Path { get; set; } = "/healthz";
}

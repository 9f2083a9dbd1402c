namespace FileRoutedApi;

/// <summary>
/// The OpenAPI document of the host. In an application with its own <c>Program.cs</c>, call <c>AddOpenApi</c> and <c>MapOpenApi</c>
/// instead.
/// </summary>
public sealed class OpenApiSettings
{
    /// <summary>Gets or sets a value indicating whether the document is served at <c>/openapi/v1.json</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets whether Swagger UI is served at <c>/swagger</c>. Only in Development if null.</summary>
    public bool? SwaggerUI { get; set; }

    /// <summary>Gets or sets the title of the API.</summary>
    public string Title { get; set; } = "API";

    /// <summary>Gets or sets the version of the API. It is not the version of OpenAPI.</summary>
    public string Version { get; set; } = "1.0.0";

    /// <summary>Gets or sets the description of the API in Markdown.</summary>
    public string? Description { get; set; }
}

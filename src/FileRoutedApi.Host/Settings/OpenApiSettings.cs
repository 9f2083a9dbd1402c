namespace FileRoutedApi.Host.Settings;

/// <summary>The settings of the OpenAPI document, of Swagger UI and of Scalar.</summary>
internal sealed class OpenApiSettings
{
    /// <summary>The title of an API that has none.</summary>
    public const string DefaultTitle = "API";

    /// <summary>Gets or sets whether the document is served at <c>/openapi/v1.json</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets whether Swagger UI is served at <c>/swagger</c>; in Development only unless set.</summary>
    public bool? SwaggerUI { get; set; }

    /// <summary>Gets or sets whether Scalar is served at <c>/scalar</c>.</summary>
    public bool Scalar { get; set; }

    /// <summary>Gets or sets the title of the API.</summary>
    public string Title { get; set; } = DefaultTitle;

    /// <summary>Gets or sets the version of the API, which is not the version of OpenAPI.</summary>
    public string Version { get; set; } = "1.0.0";

    /// <summary>Gets or sets the description of the API in Markdown; none unless set.</summary>
    public string? Description { get; set; }

    /// <summary>
    /// Gets or sets the file that <c>dev</c> keeps equal to the document, absolute or relative to the served folder; none unless set.
    /// </summary>
    public string? File { get; set; }
}

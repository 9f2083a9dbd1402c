namespace FileRoutedApi;

/// <summary>What the host shows of the API. In an application of your own the document is yours: call AddOpenApi and MapOpenApi.</summary>
public sealed class OpenApiSettings
{
    /// <summary>Whether the document is served at <c>/openapi/v1.json</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether Swagger UI is served at <c>/swagger</c>; in Development only unless set.</summary>
    public bool? SwaggerUI { get; set; }

    /// <summary>The title of the API.</summary>
    public string Title { get; set; } = "API";

    /// <summary>The version of the API, which is not that of OpenAPI.</summary>
    public string Version { get; set; } = "1.0.0";

    /// <summary>What the API is for, in Markdown; none unless set.</summary>
    public string? Description { get; set; }
}

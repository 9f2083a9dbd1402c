using FileRoutedApi.Hosting;

namespace FileRoutedApi.Host;

/// <summary>The OpenAPI document of the application, and the page that shows it.</summary>
internal static class ApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    public static void Map(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FileRoutesSettings>().OpenApi;
        if (settings.Enabled)
        {
            app.MapOpenApi().ExcludeFromDescription();
        }

        if (settings.Enabled && (settings.SwaggerUI ?? app.Environment.IsDevelopment()))
        {
            app.UseSwaggerUI(options =>
            {
                options.SwaggerEndpoint(Path, settings.Title);
                options.DocumentTitle = settings.Title;
                options.EnableTryItOutByDefault();
                options.DisplayOperationId();
                options.DisplayRequestDuration();
            });
        }
    }
}

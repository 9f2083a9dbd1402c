using FileRoutedApi.Hosting;
using Microsoft.OpenApi;

namespace FileRoutedApi.Host;

/// <summary>The OpenAPI document of the application, and the page that shows it.</summary>
internal static class ApiDocument
{
    private const string Pattern = "/openapi/{documentName}.json";

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options => options.AddDocumentTransformer((document, context, _) =>
        {
            var settings = context.ApplicationServices.GetRequiredService<FileRoutesSettings>().OpenApi;
            document.Info = new OpenApiInfo { Title = settings.Title, Version = settings.Version, Description = settings.Description };

            // Wherever it is served from: the same bytes on every machine.
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        }));

    public static void Map(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FileRoutesSettings>().OpenApi;
        if (!settings.Enabled)
        {
            return;
        }

        app.MapOpenApi(Pattern).ExcludeFromDescription();
        if (settings.SwaggerUI ?? app.Environment.IsDevelopment())
        {
            app.UseSwaggerUI(options =>
            {
                options.SwaggerEndpoint("/openapi/v1.json", settings.Title);
                options.DocumentTitle = settings.Title;
                options.DisplayRequestDuration();
            });
        }
    }

    /// <summary>The bytes that its endpoint answers with. No middleware takes part: who may see it is no question here.</summary>
    public static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        var endpoint = services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(endpoint => endpoint.RoutePattern.RawText == Pattern);
        await using var scope = services.CreateAsyncScope();
        using var body = new MemoryStream();
        await endpoint.RequestDelegate!(new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Request = { RouteValues = { ["documentName"] = "v1" }, Scheme = "http", Host = new HostString("localhost") },
            Response = { Body = body },
        });
        return body.ToArray();
    }
}

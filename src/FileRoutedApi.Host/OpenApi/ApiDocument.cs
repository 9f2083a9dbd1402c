using FileRoutedApi.Hosting;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Host.OpenApi;

/// <summary>The OpenAPI document of the application, and the page that shows it.</summary>
internal static class ApiDocument
{
    private const string Pattern = "/openapi/{documentName}.json";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CachedDocument>();
        services.PostConfigure<JsonOptions>(RequiredProperties.Correct);
        services.AddOpenApi(options => options.AddDocumentTransformer((document, context, _) =>
        {
            var settings = context.ApplicationServices.GetRequiredService<FileRoutesSettings>().OpenApi;
            document.Info = new OpenApiInfo { Title = settings.Title, Version = settings.Version, Description = settings.Description };

            // The path base of the request takes its place: the same bytes on every machine.
            document.Servers = [new OpenApiServer { Url = context.ApplicationServices.GetRequiredService<CachedDocument>().Server }];
            return Task.CompletedTask;
        }));
    }

    public static void Map(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FileRoutesSettings>().OpenApi;
        if (!settings.Enabled)
        {
            return;
        }

        var cached = app.Services.GetRequiredService<CachedDocument>();
        app.MapOpenApi(Pattern).ExcludeFromDescription().Finally(endpoint =>
        {
            var generate = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => cached.WriteAsync(context, generate);
        });
        if (settings.SwaggerUI ?? app.Environment.IsDevelopment())
        {
            app.UseSwaggerUI(options =>
            {
                // Relative to the page, which a proxy may serve below a prefix.
                options.SwaggerEndpoint("../openapi/v1.json", settings.Title);
                options.DocumentTitle = settings.Title;
                options.DisplayRequestDuration();
            });
        }
    }

    /// <summary>Returns the bytes that its endpoint sends. No middleware takes part, because access is not checked here.</summary>
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

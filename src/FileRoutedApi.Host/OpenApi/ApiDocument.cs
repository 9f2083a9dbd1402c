using System.Runtime.CompilerServices;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Host.OpenApi;

/// <summary>The OpenAPI document of the application, and Swagger UI.</summary>
internal static class ApiDocument
{
    private const string Pattern = "/openapi/{documentName}.json";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CachedDocument>();
        services.PostConfigure<JsonOptions>(RequiredProperties.Correct);
        services.AddOpenApi(options => options.AddDocumentTransformer((document, context, _) =>
        {
            var settings = context.ApplicationServices.GetRequiredService<HostSettings>().OpenApi;
            document.Info = new OpenApiInfo { Title = settings.Title, Version = settings.Version, Description = settings.Description };

            // A placeholder for the path base of the request: the generated document is the same for every request.
            document.Servers = [new OpenApiServer { Url = context.ApplicationServices.GetRequiredService<CachedDocument>().Server }];
            return Task.CompletedTask;
        }));
    }

    /// <summary>
    /// Makes each generation of a document use services of its own. Those of the library keep the types and functions of every generation,
    /// so that replaced code would stay in memory.
    /// </summary>
    public static void ForgetGenerations(IServiceCollection services)
    {
        var library = typeof(OpenApiOptions).Assembly;
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (service.IsKeyedService && service.KeyedImplementationType is { } type && type.Assembly == library)
            {
                services[i] = ServiceDescriptor.DescribeKeyed(service.ServiceType, service.ServiceKey, type, ServiceLifetime.Transient);
            }
        }
    }

    public static void Map(WebApplication app)
    {
        var settings = app.Services.GetRequiredService<HostSettings>().OpenApi;
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
            UseSwaggerUI(app, TitleOf(app, settings));
        }

        if (settings.Scalar)
        {
            MapScalar(app, TitleOf(app, settings));
        }
    }

    /// <summary>Returns the addresses and names of what <see cref="Map"/> maps.</summary>
    public static IEnumerable<(string Address, string Name)> LinksOf(OpenApiSettings settings, bool isDevelopment)
    {
        if (!settings.Enabled)
        {
            yield break;
        }

        if (settings.SwaggerUI ?? isDevelopment)
        {
            yield return ("/swagger", "Swagger UI");
        }

        if (settings.Scalar)
        {
            yield return ("/scalar", "Scalar");
        }

        yield return ("/openapi/v1.json", "OpenAPI document");
    }

    // In a browser with several tabs, 'API' would not say which one it is.
    private static string TitleOf(WebApplication app, OpenApiSettings settings)
    {
        var root = Path.TrimEndingDirectorySeparator(app.Services.GetRequiredService<FileRoutesSettings>().Root);
        return settings.Title == OpenApiSettings.DefaultTitle && Path.GetFileName(root) is { Length: > 0 } name ? name : settings.Title;
    }

    // If these methods were inlined, their caller would load the packages, which Production does not use.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseSwaggerUI(WebApplication app, string title) => app.UseSwaggerUI(options =>
    {
        // Relative, because a proxy may serve the page below a prefix.
        options.SwaggerEndpoint("../openapi/v1.json", title);
        options.DocumentTitle = title;
        options.DisplayRequestDuration();
        options.HeadContent = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapScalar(WebApplication app, string title) => app.MapScalarApiReference("/scalar", (options, context) =>
    {
        options.Title = title;

        // Its script is inline, which a policy of the application does not allow. A header that is there is not replaced by the folders.
        options.DynamicNonce = true;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self' 'nonce-{context.Items[ScalarOptions.NonceHttpContextItemKey]}'; "
                + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
                + "base-uri 'none'; object-src 'none'; frame-ancestors 'self'";
            return Task.CompletedTask;
        });

        // Nothing is loaded from, or sent to, other servers. The script is part of the package.
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.DisableAgent().DisableMcp().HideDeveloperTools();
    });

    /// <summary>
    /// Returns the bytes that the endpoint of the document sends, also if it is not served. No middleware runs, so no authorization applies.
    /// </summary>
    public static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        var unserved = new UnservedEndpoints(services);
        unserved.MapOpenApi(Pattern);
        var generate = unserved.DataSources.Single().Endpoints.Single().RequestDelegate!;
        await using var scope = services.CreateAsyncScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Request = { RouteValues = { ["documentName"] = "v1" }, Scheme = "http", Host = new HostString("localhost") },
            Response = { Body = body },
        };
        await services.GetRequiredService<CachedDocument>().WriteAsync(context, generate);
        return body.ToArray();
    }

    /// <summary>Endpoints that receive no requests.</summary>
    private sealed class UnservedEndpoints(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}

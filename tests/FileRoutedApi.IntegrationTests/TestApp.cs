using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests;

/// <summary>An embedding application with route files.</summary>
internal static class TestApp
{
    public static async Task<WebApplication> StartAsync(
        TempFolder folder,
        bool compile,
        Action<WebApplication> map,
        Action<FileRoutesOptions>? configure = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplicationBuilder>? after = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = folder.Root,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        services?.Invoke(builder);
        var routes = builder.AddFileRoutes(configure);
        if (compile)
        {
            routes.AddCompilation();
        }

        after?.Invoke(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

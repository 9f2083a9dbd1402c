using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A type of the embedding application that its route files use.</summary>
public static class Greeting
{
    public static string Text => "from the application";
}

/// <summary>Route files inside an ASP.NET Core application.</summary>
public class EmbeddingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Route_files_and_the_applications_own_endpoints_coexist_and_share_types()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", """
                using FileRoutedApi.IntegrationTests;
                void Handler(ApiRequest req, ApiResponse res) => res.Json(Greeting.Text);
                """),
            ("api/[...rest].cs", TempFolder.Handler));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.MapGet("/api/own", () => "own");
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        Assert.Equal("\"from the application\"", await client.GetStringAsync("/api/hello", Stop));
        Assert.Equal("own", await client.GetStringAsync("/api/own", Stop));
        Assert.Equal("""{"rest":["a","b"]}""", await client.GetStringAsync("/api/a/b", Stop));
    }

    [Fact]
    public async Task A_group_has_a_prefix_and_conventions()
    {
        using var folder = new TempFolder(
            ("api/post/[pid].cs", TempFolder.Handler),
            ("api/x/[[...slug]].cs", TempFolder.Handler),
            ("api/u/[id].cs", "string GET(string id) => id;\n"),
            ("api/all/[...rest].cs", "string GET(string rest) => rest;\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapGroup("/v1/{tenant}").MapFileRoutes());
        using var client = app.GetTestClient();

        Assert.Equal("""{"pid":"a/b"}""", await client.GetStringAsync("/v1/t/api/post/a%2Fb", Stop));
        Assert.Equal("""{"slug":["a","b/c"]}""", await client.GetStringAsync("/v1/t/api/x/a/b%2Fc", Stop));
        Assert.Equal("a/b", await client.GetStringAsync("/v1/t/api/u/a%2Fb", Stop));
        Assert.Equal("a/b/c", await client.GetStringAsync("/v1/t/api/all/a/b%2Fc", Stop));
    }

    [Fact]
    public async Task A_filter_of_a_group_applies_to_its_file_routes()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), ("api/b.cs", "string GET() => \"b\";\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            var group = app.MapGroup("/v1");
            group.AddEndpointFilter((_, _) => new ValueTask<object?>(Results.StatusCode(401)));
            group.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        Assert.Equal(401, (int)(await client.GetAsync("/v1/api/a", Stop)).StatusCode);
        Assert.Equal(401, (int)(await client.GetAsync("/v1/api/b", Stop)).StatusCode);
    }

    [Fact]
    public async Task Exceptions_of_other_endpoints_are_left_to_the_application()
    {
        using var folder = new TempFolder(("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => throw new IOException();\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.UseExceptionHandler("/error");
            app.Map("/error", () => Results.Text("the application's own", statusCode: 500));
            app.MapGet("/own", string () => throw new IOException());
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        Assert.Equal("the application's own", await (await client.GetAsync("/own", Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Contains(
            "Internal Server Error",
            await (await client.GetAsync("/api/a", Stop)).Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_base_is_removed_first()
    {
        using var folder = new TempFolder(("api/[...slug].cs", """
            void Handler(ApiRequest req, ApiResponse res) => res.Json(new { req.Path, req.Url, req.Query });
            """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapFileRoutes();
        });

        Assert.Equal(
            """{"path":"/api/a%2Fb/c","url":"/base/api/a%2Fb/c?x=1","query":{"x":"1","slug":["a/b","c"]}}""",
            await app.GetTestClient().GetStringAsync("/base/api/a%2Fb/c?x=1", Stop));
    }

    [Fact]
    public async Task A_handler_revalidates_its_own_path_behind_a_path_base()
    {
        using var folder = new TempFolder(("api/[id].cs", """
            var config = new RouteConfig { Revalidate = false };
            var made = 0;
            string GET() => $"{++made}";
            Task POST(ApiRequest req, ApiResponse res) => res.Revalidate(req.Path);
            """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        Assert.Equal("1", await client.GetStringAsync("/base/api/x", Stop));
        await client.PostAsync("/base/api/x", null, Stop);
        Assert.Equal("2", await client.GetStringAsync("/base/api/x", Stop));
    }

    [Fact]
    public async Task A_filter_and_metadata_apply_to_every_file()
    {
        using var folder = new TempFolder(("api/direct.cs", TempFolder.Handler), ("api/bound.cs", "string GET() => \"bound\";\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes().AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers["X-Filter"] = "passed";
            return await next(context);
        }));
        using var client = app.GetTestClient();

        foreach (var (path, expected) in new[] { ("/api/direct", "{}"), ("/api/bound", "bound") })
        {
            var response = await client.GetAsync(path, Stop);
            Assert.Equal(
                ("passed", expected),
                (response.Headers.GetValues("X-Filter").Single(), await response.Content.ReadAsStringAsync(Stop)));
        }
    }

    [Fact]
    public async Task Settings_in_code_override_the_configuration()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes(), configure: options =>
        {
            options.BasePath = "/";
            options.BodySizeLimit = "10";
        });
        using var client = app.GetTestClient();

        Assert.Equal("{}", await client.GetStringAsync("/a", Stop));
        Assert.Equal(413, (int)(await client.PostAsync("/a", new StringContent("12345678901"), Stop)).StatusCode);
    }

    [Fact]
    public async Task An_ApiException_is_a_response_without_an_exception_handler_too()
    {
        using var folder = new TempFolder(("api/a.cs", """
            void Handler(ApiRequest req, ApiResponse res) => throw new ApiException(409, "Taken");
            """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes());

        var response = await app.GetTestClient().GetAsync("/api/a", Stop);

        Assert.Equal(
            (409, "Taken"),
            ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<Microsoft.AspNetCore.Mvc.ProblemDetails>(Stop))!.Title));
    }

    [Fact]
    public async Task The_applications_JSON_options_apply()
    {
        using var folder = new TempFolder(("api/a.cs", """
            void Handler(ApiRequest req, ApiResponse res) => res.Json(new { SomeName = req.BodyAs<Body>().OtherName });
            record Body(string OtherName);
            """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes(), services: builder =>
            Microsoft.Extensions.DependencyInjection.HttpJsonServiceExtensions.ConfigureHttpJsonOptions(builder.Services, options =>
                options.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower));

        var response = await app.GetTestClient().PostAsJsonAsync("/api/a", new { other_name = "x" }, Stop);

        Assert.Equal("""{"some_name":"x"}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task FRA3004_without_a_compiler_the_start_names_the_missing_package()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: false, map: app => app.MapFileRoutes()));

        Assert.Equal("FRA3004", Assert.Single(exception.Diagnostics).Id);
    }

    [Fact]
    public void MapFileRoutes_without_AddFileRoutes_names_the_missing_call()
    {
        var app = WebApplication.CreateBuilder().Build();

        Assert.Contains(
            "AddFileRoutes",
            Assert.Throws<InvalidOperationException>(() => app.MapFileRoutes()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_disposes_its_modules()
    {
        using var folder = new TempFolder();
        var marker = Path.Combine(folder.Root, "disposed");
        Directory.CreateDirectory(Path.Combine(folder.Root, "api"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Root, "api/a.cs"),
            $$"""
            using var resource = new Resource();
            void Handler(ApiRequest req, ApiResponse res) => res.Json(resource is null);
            class Resource : IDisposable { public void Dispose() => File.WriteAllText("{{marker}}", ""); }
            """,
            Stop);

        await using (var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes()))
        {
            Assert.Equal("false", await app.GetTestClient().GetStringAsync("/api/a", Stop));
            Assert.False(File.Exists(marker));
        }

        Assert.True(File.Exists(marker));
    }
}

using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Pages with folders of their own: antiforgery, caching, streaming, and the ends of requests that fail.</summary>
public partial class PageTests
{
    private const string Layout = "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_posts_its_antiforgery_token_to_a_route_handler_that_requires_one()
    {
        using var app = new FolderApp(new TempFolder(
            ("app/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddAntiforgery();\n"),
            ("app/layout.cs", Layout),
            ("app/page.cs", "Html Page(ApiRequest req) => $\"\"\"<form method=\"post\" action=\"/send\">{Html.Antiforgery(req)}</form>\"\"\";\n"),
            ("app/send/route.cs", """
                using Microsoft.AspNetCore.Antiforgery;

                [RequireAntiforgeryToken]
                void POST(ApiRequest req, ApiResponse res) => res.Redirect(303, $"/?{req.Body["text"].As<string>()}");

                """)));
        using var client = app.CreatePlainClient();
        using var page = await client.GetAsync("/", Stop);
        var token = Token().Match(await page.Content.ReadAsStringAsync(Stop));
        var cookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        Assert.Equal((HttpStatusCode.SeeOther, "/?hi"), await PostAsync(token.Groups[2].Value, cookie));
        Assert.Equal((HttpStatusCode.BadRequest, null), await PostAsync("wrong", cookie));
        Assert.Equal((HttpStatusCode.BadRequest, null), await PostAsync(token.Groups[2].Value, null));
        Assert.True(page.Headers.CacheControl is { NoStore: true });

        async Task<(HttpStatusCode, string?)> PostAsync(string value, string? cookies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/send")
            {
                Content = new FormUrlEncodedContent([new(token.Groups[1].Value, value), new("text", "hi")]),
            };
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
            using var response = await client.SendAsync(request, Stop);
            return (response.StatusCode, response.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task A_cached_page_is_regenerated_when_its_path_or_tag_is_revalidated()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("app/layout.cs", Layout),
                ("app/_lib/Calls.cs", "static class Calls { public static int Count; }\n"),
                ("app/blog/[slug]/page.cs", """
                    using System.Threading;
                    var config = new RouteConfig { Revalidate = false, Tags = ["posts"] };
                    Html Page(string slug) => $"{slug} {Interlocked.Increment(ref Calls.Count)}";

                    """),
                ("api/revalidate.cs", """
                    async Task Handler(ApiRequest req, ApiResponse res)
                    {
                        if (req.Query["tag"] is { } tag)
                        {
                            await res.RevalidateTag(tag);
                        }
                        else
                        {
                            await res.Revalidate(req.Query["path"]!);
                        }

                        res.End();
                    }

                    """)),
            environment: "Production");
        using var client = app.CreatePlainClient();
        var first = await client.GetStringAsync("/blog/a", Stop);

        Assert.Equal(first, await client.GetStringAsync("/blog/a", Stop));
        await client.GetStringAsync("/api/revalidate?path=/blog/b", Stop);
        Assert.Equal(first, await client.GetStringAsync("/blog/a", Stop));
        await client.GetStringAsync("/api/revalidate?path=/blog/a", Stop);
        var second = await client.GetStringAsync("/blog/a", Stop);
        Assert.NotEqual(first, second);
        await client.GetStringAsync("/api/revalidate?tag=posts", Stop);
        Assert.NotEqual(second, await client.GetStringAsync("/blog/a", Stop));
    }

    [Fact]
    public async Task A_page_whose_sequence_throws_after_the_head_was_sent_ends_the_connection()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("app/layout.cs", Layout),
                ("app/page.cs", """
                    Html Page() => $"<ul>{Html.Each(Rows(), row => $"<li>{row}</li>")}</ul>";

                    async IAsyncEnumerable<int> Rows()
                    {
                        yield return 1;
                        await Task.Delay(50);
                        throw new InvalidOperationException("too late");
                    }

                    """)),
            environment: "Production",
            kestrel: true);
        using var client = app.CreatePlainClient();
        using var response = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("text/html", "text/html", "<h1>500</h1>")]
    [InlineData("application/json", "application/problem+json", "Internal Server Error")]
    public async Task Without_an_error_page_a_browser_gets_a_default_page_inside_the_layout(string accept, string type, string part)
    {
        using var app = new FolderApp(
            new TempFolder(("app/layout.cs", Layout), ("app/page.cs", "Html Page() => throw new InvalidOperationException(\"secret\");\n")),
            environment: "Production");
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Add("Accept", accept);

        using var response = await client.GetAsync("/", Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.InternalServerError, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(part, body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Html Layout(Html children) => throw new InvalidOperationException(\"secret\");\n")]
    [InlineData("Html Layout(Html children) => throw new ApiException(503, \"Closed\");\n")]
    [InlineData("Html Layout(Html children) => null!;\n")]
    public async Task A_root_layout_that_fails_is_an_error_without_layouts(string layout)
    {
        using var app = new FolderApp(
            new TempFolder(("app/layout.cs", layout), ("app/page.cs", "Html Page() => $\"x\";\n"), ("app/error.cs", "Html Page() => $\"never\";\n")),
            environment: "Production");
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var response = await client.GetAsync("/", Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);

        Assert.Contains(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), "500 503", StringComparison.Ordinal);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("never", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_not_found_page_gets_the_default_one()
    {
        using var app = new FolderApp(new TempFolder(("app/layout.cs", Layout), ("app/page.cs", "Html Page() => NotFound();\n")));
        using var client = app.CreatePlainClient();

        using var response = await client.GetAsync("/", Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<h1>404</h1><p>Not Found</p>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_file_in_api_returns_Html_without_layouts()
    {
        using var app = new FolderApp(new TempFolder(("app/layout.cs", Layout), ("api/rows.cs", "Html GET(string? q) => $\"<li>{q}</li>\";\n")));
        using var client = app.CreatePlainClient();

        using var response = await client.GetAsync("/api/rows?q=%3Cb%3E", Stop);

        Assert.Equal(("text/html; charset=utf-8", "<li>&lt;b&gt;</li>"), (response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Pages_are_not_in_the_OpenAPI_document_and_route_handlers_are()
    {
        using var app = new FolderApp(new TempFolder(
            ("app/layout.cs", Layout),
            ("app/page.cs", "Html Page() => $\"x\";\n"),
            ("app/items/[id]/route.cs", "object GET(int id) => new { id };\n")));
        using var client = app.CreatePlainClient();

        var document = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop));

        Assert.Equal(["/items/{id}"], document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Token();
}

using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Pages and layouts while they are edited, and the events with which a browser shows the change.</summary>
public class DevPageTests
{
    private const string Layout = "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_saved_page_is_an_update_and_a_saved_layout_or_shared_file_is_a_reload()
    {
        await using var dev = await Dev.StartAsync(
            ("app/layout.cs", Layout),
            ("app/page.cs", Page("one")),
            ("app/ui/Text.cs", "static class Text { public const string Of = \"a\"; }\n"));
        await SeeBodyAsync(dev, "/", "one");
        using var response = await dev.Client.GetAsync("/_dev/pages", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("hello", await NextAsync(events));

        dev.Write("app/page.cs", Page("two"));
        Assert.Equal("update", await NextAsync(events));
        await SeeBodyAsync(dev, "/", "two");

        dev.Write("app/layout.cs", Layout.Replace("{children}", "<main>{children}</main>", StringComparison.Ordinal));
        Assert.Equal("reload", await NextAsync(events));
        await SeeBodyAsync(dev, "/", "two");
        Assert.Contains("<main>", await dev.GetAsync("/"), StringComparison.Ordinal);

        dev.Write("app/ui/Text.cs", "static class Text { public const string Of = \"b\"; }\n");
        Assert.Equal("reload", await NextAsync(events));
    }

    [Fact]
    public async Task Files_that_come_and_go_in_app_take_effect_without_a_restart()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", TempFolder.Handler));
        await dev.SeeAsync("/api/a", "{}");

        dev.Write("app/layout.cs", Layout);
        dev.Write("app/page.cs", Page("home"));
        await SeeBodyAsync(dev, "/", "home");

        dev.Write("app/blog/[slug]/page.cs", "Html Page(string slug) => $\"{slug}\";\n");
        await SeeBodyAsync(dev, "/blog/x", "x");

        dev.Write("app/blog/layout.cs", "Html Layout(Html children) => $\"<section>{children}</section>\";\n");
        await SeeBodyAsync(dev, "/blog/x", "<section>x</section>");

        dev.Write("app/not-found.cs", Page("lost"));
        await SeeBodyAsync(dev, "/nowhere", "lost", HttpStatusCode.NotFound);

        dev.Delete("app/blog/layout.cs");
        await SeeBodyAsync(dev, "/blog/x", "x");

        dev.Delete("app/blog/[slug]/page.cs");
        await SeeBodyAsync(dev, "/blog/x", "lost", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("app/layout.cs", Layout)]
    [InlineData("app/page.cs", "Html Page() => $\"x\";\n")]
    public async Task Saved_metadata_is_in_the_next_response(string path, string text)
    {
        await using var dev = await Dev.StartAsync(("app/layout.cs", Layout), ("app/page.cs", Page("x")));
        await SeeBodyAsync(dev, "/", "x");

        foreach (var title in new[] { "one", "two" })
        {
            dev.Write(path, $"var metadata = new PageMetadata {{ Title = \"{title}\" }};\n{text}");
            await Dev.WaitAsync(async () => (await dev.GetAsync("/")).Contains($"<title>{title}</title>", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_layout_with_an_error_fails_the_pages_inside_it_and_no_other()
    {
        await using var dev = await Dev.StartAsync(
            ("app/layout.cs", Layout),
            ("app/page.cs", Page("home")),
            ("app/blog/layout.cs", "Html Layout(Html children) => $\"{children}\";\n"),
            ("app/blog/page.cs", Page("blog")));
        await SeeBodyAsync(dev, "/blog", "blog");

        dev.Write("app/blog/layout.cs", "Html Layout(Html children) => $\"{missing}\";\n");
        await dev.SeeAsync("/blog", "CS0103", HttpStatusCode.InternalServerError);
        await SeeBodyAsync(dev, "/", "home");

        dev.Write("app/blog/layout.cs", "Html Layout(Html children) => $\"<b>{children}</b>\";\n");
        await SeeBodyAsync(dev, "/blog", "<b>blog</b>");
    }

    private static string Page(string text) => $"Html Page() => $\"{text}\";\n";

    private static async Task<string> NextAsync(StreamReader events)
    {
        while (await events.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                return line["event: ".Length..];
            }
        }

        return "end";
    }

    private static async Task SeeBodyAsync(Dev dev, string path, string content, HttpStatusCode status = HttpStatusCode.OK)
    {
        var last = "";
        try
        {
            await Dev.WaitAsync(async () =>
            {
                using var response = await dev.Client.GetAsync(path, Stop);
                last = await response.Content.ReadAsStringAsync(Stop);
                var body = System.Text.RegularExpressions.Regex.Replace(last, "<!--.*?-->|<html>.*?<body>|<main>|</main>|</body></html>|<!DOCTYPE html>|\n", "");
                return response.StatusCode == status && body == content;
            });
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            Assert.Fail($"{path} still returns {last}\n{dev.Output}");
        }
    }
}

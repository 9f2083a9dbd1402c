using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>A file that an editor has emptied but not yet written keeps its content for a grace period.</summary>
public class DevEmptyFileTests
{
    private const string Startup = "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new System.Text.StringBuilder(\"there\"));\n";

    /// <summary>One file of each kind that responses depend on.</summary>
    public static TheoryData<string> Files => ["api/a.cs", "api/_middleware.cs", "api/_lib/Text.cs", "api/_startup.cs", "appsettings.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_emptied_and_written_again_is_never_missing(string file)
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", "string GET(System.Text.StringBuilder there, IConfiguration configuration, HttpContext context) => $\"{there} {Text.Value} {context.Items[\"seen\"]} {configuration[\"Value\"]}\";\n"),
            ("api/_middleware.cs", "async Task Middleware(HttpContext context, RequestDelegate next) { context.Items[\"seen\"] = \"seen\"; await next(context); }\n"),
            ("api/_lib/Text.cs", "static class Text { public static string Value => \"shared\"; }\n"),
            ("api/_startup.cs", Startup),
            ("appsettings.json", """{ "Value": "set" }"""),
            ("api/other.cs", Other(0)));
        const string whole = "there shared seen set";
        await dev.SeeAsync("/api/a", whole);
        var text = await File.ReadAllTextAsync(dev.PathOf(file), TestContext.Current.CancellationToken);

        // When the later change of another file is visible, the folder was polled while this file was empty.
        dev.Write(file, "");
        dev.Write("api/other.cs", Other(1));
        await dev.SeeAsync("/api/other", "1");
        var meanwhile = await dev.GetAsync("/api/a");
        dev.Write(file, text);
        dev.Write("api/other.cs", Other(2));
        await dev.SeeAsync("/api/other", "2");

        Assert.Equal((whole, whole), (meanwhile, await dev.GetAsync("/api/a")));
        Assert.DoesNotContain("error", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_empty_file_is_not_a_route_until_it_has_content()
    {
        await using var dev = await Dev.StartAsync(("api/[any].cs", "string GET(string any) => any;\n"), ("api/other.cs", Other(0)));
        dev.Write("api/new.cs", "");
        dev.Write("api/other.cs", Other(1));
        await dev.SeeAsync("/api/other", "1");

        Assert.Equal("new", await dev.GetAsync("/api/new"));
        dev.Write("api/new.cs", Other(7));
        await dev.SeeAsync("/api/new", "7");
        Assert.DoesNotContain("error", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_stays_empty_is_an_error_after_the_grace_period()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Other(0)));
        await dev.SeeAsync("/api/a", "0");

        dev.Write("api/a.cs", "");
        await dev.SeeAsync("/api/a", "FRA2001", HttpStatusCode.InternalServerError);
        dev.Write("api/a.cs", Other(1));
        await dev.SeeAsync("/api/a", "1");
    }

    private static string Other(int value) => $"int GET() => {value};\n";
}

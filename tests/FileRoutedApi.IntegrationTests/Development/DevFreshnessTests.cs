using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The next request after a save gets a response of the saved files, without any wait.</summary>
public class DevFreshnessTests
{
    private const int Times = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Files that a response depends on, with their content for a number, and the number of saves. Restarts take longer.</summary>
    public static TheoryData<string, string, int> Files => new()
    {
        { "api/shop/a.cs", "string GET(HttpContext context, IConfiguration configuration, Started started) => $\"{NUMBER + 100} {context.Items[\"seen\"]} {Text.Value} {started.Value} {configuration[\"Value\"]}\";\n", Times },
        { "api/shop/_middleware.cs", "async Task Middleware(HttpContext context, RequestDelegate next) { context.Items[\"seen\"] = NUMBER + 100; await next(context); }\n", Times },
        { "api/_lib/Text.cs", "record Started(int Value);\nstatic class Text { public static int Value => NUMBER + 100; }\n", 10 },
        { "api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new Started(NUMBER + 100));\n", 10 },
        { "appsettings.json", "{ \"Value\": 1NUMBER }", 10 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_request_after_a_save_gets_the_saved_content(string file, string text, int times)
    {
        await using var dev = await Dev.StartAsync([.. Files.Select(row => (row.Data.Item1, row.Data.Item2.Replace("NUMBER", "00", StringComparison.Ordinal)))]);
        await dev.SeeAsync("/api/shop/a", "100 100 100 100 100");
        var stale = new List<string>();
        for (var i = 1; i <= times; i++)
        {
            dev.Write(file, text.Replace("NUMBER", $"{i:00}", StringComparison.Ordinal));
            var response = await dev.GetAsync("/api/shop/a");
            if (!response.Split(' ').Contains($"{100 + i}"))
            {
                stale.Add($"{i}: {response}");
            }
        }

        Assert.Equal([], stale);
    }

    [Theory]
    [InlineData("api/n{0}.cs", "/api/n{0}")]
    [InlineData("api/folder/n{0}.cs", "/api/folder/n{0}")]
    [InlineData("api/new{0}/deep/x.cs", "/api/new{0}/deep/x")]
    [InlineData("api/group/any/n{0}.cs", "/api/group/any/n{0}")]
    public async Task A_request_after_a_file_was_created_or_deleted_sees_that(string file, string path)
    {
        await using var dev = await Dev.StartAsync(
            ("api/folder/other.cs", "int GET() => 0;\n"), ("api/group/[id]/[rest].cs", "string GET() => \"rest\";\n"), ("api/group/any/other.cs", "int GET() => 0;\n"));
        await dev.SeeAsync("/api/folder/other", "0");
        var wrong = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var (own, url) = (string.Format(null, file, i), string.Format(null, path, i));
            dev.Write(own, $"int GET() => {i};\n");
            wrong.AddRange(await dev.GetAsync(url) == $"{i}" ? [] : [$"{url} after it was created"]);
            dev.Delete(own);
            using var response = await dev.Client.GetAsync(url, Stop);
            var expected = path.Contains("group", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            wrong.AddRange(response.StatusCode == expected && await response.Content.ReadAsStringAsync(Stop) != $"{i}" ? [] : [$"{url} after it was deleted: {response.StatusCode}"]);
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task A_request_after_a_save_with_an_error_gets_it_and_after_the_fix_the_response()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "int GET() => 0;\n"));
        await dev.SeeAsync("/api/a", "0");
        for (var i = 1; i <= 5; i++)
        {
            dev.Write("api/a.cs", $"int GET() => oops{i};\n");
            Assert.Contains($"oops{i}", await dev.GetAsync("/api/a"), StringComparison.Ordinal);
            dev.Write("api/a.cs", $"int GET() => {i};\n");
            Assert.Equal($"{i}", await dev.GetAsync("/api/a"));
        }
    }

    [Fact]
    public async Task A_request_after_a_failed_start_was_fixed_gets_its_response()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "int GET(Started started) => started.Value;\n"), ("api/_lib/Started.cs", "record Started(int Value);\n"), ("api/_startup.cs", "void Services(oops services) { }\n"));
        Assert.Contains("oops", await dev.GetAsync("/api/a"), StringComparison.Ordinal);

        dev.Write("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new Started(7));\n");

        Assert.Equal("7", await dev.GetAsync("/api/a"));
    }

    [Fact]
    public async Task A_request_after_several_files_were_saved_gets_all_of_them()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "int GET() => 0;\n"));
        await dev.SeeAsync("/api/a", "0");

        dev.Write("api/_lib/A.cs", "static class A { public static int Value => 1; }\n");
        dev.Write("api/a.cs", "int GET() => A.Value;\n");

        Assert.Equal("1", await dev.GetAsync("/api/a"));
    }
}

using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Exceptions and rejected requests in the terminal of the development server.</summary>
public partial class TerminalErrorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exception_is_shown_with_its_code_and_the_calls_in_route_files()
    {
        await using var dev = await Dev.StartAsync(("api/boom.cs", """
            async Task<string> GET()
            {
                await Task.Yield();
                return await LoadAsync([1, 2], 3);
            }

            async Task<string> LoadAsync(List<int> list, int id)
            {
                await Task.Yield();
                return string.Join(' ', list.Select(item => Check(item, id)));
            }

            int Check(int item, int id) => throw new InvalidOperationException($"Item {item}", new IOException("no disk"));
            """));
        await dev.GetAsync("/api/boom");
        await dev.LineAsync("GET    /api/boom 500");

        var text = dev.Output[dev.Output.IndexOf("error api/boom.cs", StringComparison.Ordinal)..].ReplaceLineEndings("\n");

        Assert.StartsWith(
            """
            error api/boom.cs: An unhandled exception was thrown for GET /api/boom.
            System.InvalidOperationException: Item 1
              11 | }
              12 | 
            > 13 | int Check(int item, int id) => throw new InvalidOperationException($"Item {item}", new IOException("no disk"));
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.Matches(Calls(), text);
        Assert.Contains("\ncaused by System.IO.IOException: no disk\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("__routes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/users/first", "400", "api/users/[id].cs  The value 'first' of parameter 'id' is not a valid 'long'.")]
    [InlineData("/api/nowhere", "404", "Not Found")]
    [InlineData("/api/only-post", "405", "api/only-post.cs  ")]
    [InlineData("/api/own", "409", "api/own.cs  The name is taken.")]
    [InlineData("/api/fields", "400", "api/fields.cs  name: Too short. Not a name. age: Too low.")]
    [InlineData("/api/plain", "400", "api/plain.cs$")]
    public async Task The_line_of_a_rejected_request_has_the_reason(string path, string status, string end)
    {
        await using var dev = await Dev.StartAsync(
            ("api/users/[id].cs", "string GET(long id) => \"\";\n"),
            ("api/only-post.cs", "string POST() => \"\";\n"),
            ("api/own.cs", "IResult GET() => Results.Problem(\"The name is taken.\", statusCode: 409);\n"),
            ("api/plain.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Status(400).Json(new { error = \"own\" });\n"),
            ("api/fields.cs", """
                IResult GET() => Results.ValidationProblem(new Dictionary<string, string[]>
                {
                    ["name"] = ["Too short.", "Not a name."],
                    ["age"] = ["Too low."],
                });
                """));
        await dev.GetAsync(path);

        var line = await dev.LineAsync($"{path} {status} in ");

        Assert.Contains(end.TrimEnd('$'), $"{line}", StringComparison.Ordinal);
        Assert.True(!end.EndsWith('$') || line.EndsWith(end.TrimEnd('$'), StringComparison.Ordinal), line);
    }

    [Fact]
    public async Task The_reason_stays_on_one_line()
    {
        await using var dev = await Dev.StartAsync(
            ("api/own.cs", "IResult GET(string text) => Results.Problem(text, statusCode: 400);\n"));
        await dev.GetAsync("/api/own?text=a%0A12:00:00%20forged%1B[2J");

        var line = await dev.LineAsync("/api/own 400 in ");

        Assert.EndsWith(@"a\n12:00:00 forged\u001b[2J", line, StringComparison.Ordinal);
    }

    // The names of asynchronous functions and lambdas are those of the file.
    [GeneratedRegex(
        @"at Check\(int item, int id\) in api/boom\.cs:13\n   at .*lambda\(int item\) in api/boom\.cs:10\n(.*\n)*"
        + @"   at LoadAsync\(List<int> list, int id\) in api/boom\.cs:10\n(.*\n)*"
        + @"   at GET\(\) in api/boom\.cs:4\n   \(\d+ framework calls\)\n")]
    private static partial Regex Calls();
}

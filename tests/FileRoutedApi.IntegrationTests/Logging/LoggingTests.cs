using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>What the host logs about requests, and what it never logs.</summary>
public class LoggingTests
{
    private static readonly string[] _properties = ["RequestMethod", "RequestPath", "StatusCode", "Route", "File", "SourceContext"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_logs_one_structured_line_with_the_file_that_handled_it()
    {
        using var app = new FolderApp(
            new TempFolder(("api/post/[pid].cs", """
                void Handler(ApiRequest req, ApiResponse res) => res.Status(201).Json(new { secret = req.Body });
                """)),
            [("Serilog:MinimumLevel:Default", "Information")]);
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer very-secret");
        client.DefaultRequestHeaders.Add("Cookie", "session=very-secret");

        await client.GetAsync("/openapi/v1.json", Stop);
        var other = await app.Logs.WaitForAsync(entry => entry.Properties.ContainsKey("StatusCode"));
        Assert.Equal(("\"FileRoutedApi\"", false), (other.Properties["SourceContext"].ToString(), other.Properties.ContainsKey("File")));

        await client.PostAsync("/api/post/abc?token=very-secret", new StringContent("very-secret"), Stop);

        var logged = await app.Logs.WaitForAsync(
            entry => entry.Properties.ContainsKey("File") && entry.Properties.ContainsKey("StatusCode"));
        Assert.Equal(
            ["\"POST\"", "\"/api/post/abc\"", "201", "\"/api/post/[pid]\"", "\"api/post/[pid].cs\"", "\"api/post/[pid].cs\""],
            _properties.Select(name => logged.Properties[name].ToString()));
        Assert.True(logged.Properties.ContainsKey("Elapsed"));
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("very-secret", StringComparison.Ordinal));
        Assert.DoesNotContain(logged.Properties.Values, value => value.ToString().Contains("very-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_Production_each_line_is_one_JSON_object()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", "--environment=Production");
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await client.GetAsync("/api/a", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        var request = Assert.Single(host.Output.Split('\n'), line => line.Contains("\"RequestPath\":\"/api/a\"", StringComparison.Ordinal));
        Assert.Equal("api/a.cs", JsonDocument.Parse(request).RootElement.GetProperty("File").GetString());
    }

    [Fact]
    public async Task In_Development_the_log_is_readable_text()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0");
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await client.GetAsync("/api/a", Stop);
        }

        host.Terminate();
        await host.WaitForExitAsync();
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d GET    /api/a 200 in \d+\.\d ms  api/a\.cs$", host.Output);
    }

    [Theory]
    [InlineData("", "Information")]
    [InlineData("Logging:LogLevel:Default=Debug", "Information Debug")]
    [InlineData("Logging:LogLevel:Some.Category=Debug", "Information Debug")]
    [InlineData("Logging:LogLevel:Some=warning", "")]
    [InlineData("Logging:LogLevel:Some.Category.Deeper=Debug", "Information")]
    [InlineData("Logging:LogLevel:Default=Debug;Serilog:MinimumLevel:Default=Warning", "")]
    [InlineData("Logging:LogLevel:Some=Debug;Serilog:MinimumLevel:Override:Some=Information", "Information")]
    [InlineData("Logging:LogLevel:Default=Debug;Logging:LogLevel:Some=None", "")]
    public void Levels_of_Logging_apply_unless_Serilog_sets_them(string settings, string logged)
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", TempFolder.Handler)),
            [
                ("Serilog:MinimumLevel:Default", null!),
                .. settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))
            ]);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Some.Category");

        logger.Log(LogLevel.Information, default, "Level: Information", null, (text, _) => text);
        logger.Log(LogLevel.Debug, default, "Level: Debug", null, (text, _) => text);

        Assert.Equal(
            logged,
            string.Join(
                ' ',
                app.Logs.Messages.Where(message => message.StartsWith("Level: ", StringComparison.Ordinal))
                    .Select(message => message["Level: ".Length..])));
    }

    [Fact]
    public async Task FRA3037_a_level_of_Logging_is_known()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostCommands.OpenApiAsync(
            folder.Root, "--Logging:LogLevel:Default=Loud", "--Logging:LogLevel:Some.Category=7");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "error FRA3037: The setting 'Logging:LogLevel:Default' is 'Loud'. "
                + "Write a level: Trace, Debug, Information, Warning, Error, Critical or None.",
                "error FRA3037: The setting 'Logging:LogLevel:Some.Category' is '7'. "
                + "Write a level: Trace, Debug, Information, Warning, Error, Critical or None.",
            ],
            errors.Trim().Split('\n').Order(StringComparer.Ordinal));
    }
}

namespace FileRoutedApi.IntegrationTests.Logging;

/// <summary>The log of the host inside another program, such as a test: <see cref="Console.SetOut"/> applies to it.</summary>
[Collection<Alone>]
public class ReplacedConsoleTests
{
    [Theory]
    [InlineData("Production", "\"@mt\":\"An unhandled exception was thrown for {Method} {Path}.\"")]
    [InlineData("Development", "System.InvalidOperationException: größer")]
    public async Task The_log_is_written_to_the_console_of_the_program(string environment, string expected)
    {
        var original = Console.Out;
        var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await using var app = new FolderApp(
                new TempFolder(("api/boom.cs", "string GET() => throw new InvalidOperationException(\"größer\");\n")), environment: environment);
            using var client = app.CreatePlainClient();
            await client.GetAsync("/api/boom", TestContext.Current.CancellationToken);
        }
        finally
        {
            Console.SetOut(original);
        }

        Assert.Contains(expected, written.ToString(), StringComparison.Ordinal);
        Assert.Contains("größer", written.ToString(), StringComparison.Ordinal);
    }
}

using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Command lines that are wrong or ask for help: both outputs and the exit code.</summary>
public class CommandUsageTests
{
    // The program as it is called in its own folder.
    private const string Program = "dotnet FileRoutedApi.Host.dll";

    public static TheoryData<string, string> Mistakes => new()
    {
        { "dve", "Unknown command 'dve'. Did you mean 'dev'?" },
        { "stat out", "Unknown command 'stat'. Did you mean 'start'?" },
        {
            "bogus --urls http://127.0.0.1:0",
            "Unknown command 'bogus'. The commands are new, dev, build, routes, openapi, client, fetch, jobs, job, start, check, health."
        },
        { "help buidl", "Unknown command 'buidl'. Did you mean 'build'?" },
        { "client", "'client' needs one of the commands ts, cs, http.|client" },
        { "client tss", "Unknown command 'client tss'. Did you mean 'client ts'?|client" },
        { "client java", "Unknown command 'client java'. The commands of 'client' are ts, cs, http.|client" },
        { "--bogus", "Unknown option '--bogus'. The options of 'dev' are {dev}. Settings are written --Section:Key=value.|dev" },
        { "--bogus=1", "Unknown option '--bogus'. The options of 'dev' are {dev}. Settings are written --Section:Key=value.|dev" },
        { "--enviroment=Production", "Unknown option '--enviroment'. Did you mean '--environment'?|dev" },
        { "routes --environment", "'--environment' has no value. Write --environment=VALUE.|routes" },
        { "jobs --FileRoutes:Jobs:Store --json", "'--FileRoutes:Jobs:Store' has no value. Write --FileRoutes:Jobs:Store=VALUE.|jobs" },
        { "dev --prot 5080", "Unknown option '--prot'. Did you mean '--port'?|dev" },
        { "routes --josn", "Unknown option '--josn'. Did you mean '--json'?|routes" },
        {
            "routes --yaml",
            "Unknown option '--yaml'. The options of 'routes' are --json. Settings are written --Section:Key=value.|routes"
        },
        { "routes --urls x", "Unknown option '--urls'. It is an option of 'dev', 'start', 'health'.|routes" },
        { "build --outputt x", "Unknown option '--outputt'. Did you mean '--output'?|build" },
        { "build --base-path /x", "'--base-path' has no effect without '--export'.|build" },
        { "dev a b", "Unrecognized command or argument 'b'.|dev" },
        { "dev --port http", "'http' is not a port. Write a number from 0 to 65535; 0 is any free port.|dev" },
        { "start -p 65536", "'65536' is not a port. Write a number from 0 to 65535; 0 is any free port.|start" },
        { "dev --port 1 --urls http://127.0.0.1:0", "'--urls' and '--port' cannot be used together.|dev" },
        { "new", "Required argument missing for command: 'new'.|new" },
        { "fetch api/hello", "'api/hello' is not a path. Write a path such as /api/hello.|fetch" },
        { "jobs --retry a --json", "'--retry' and '--json' cannot be used together.|jobs" },
        { "job", "Required argument missing for command: 'job'.|job" },
        { "job mail/send --payload {to}", "'{to}' is not JSON. Write a payload such as '{\"to\":\"Ada\"}', or @FILE for that of a file.|job" },
        { "health --unknown", "Unknown option '--unknown'. The options of 'health' are --urls, --port. "
            + "Settings are written --Section:Key=value.|health" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Wrong_usage_is_explained_on_the_standard_error_with_the_exit_code_2(string arguments, string expected)
    {
        var (message, command) = expected.Split('|') is [var text, var name] ? (text, $"{name} ") : (expected, "");

        var (exitCode, output, errors) = await HostProcess.RunAsync(AppContext.BaseDirectory, arguments.Split(' '));

        Assert.Equal((2, ""), (exitCode, output.Trim()));
        Assert.Equal(
            $"{message.Replace("{dev}", "--urls, --port, --openapi, --open, --https", StringComparison.Ordinal)}\n"
                + $"Run '{Program} {command}--help' for usage.\n",
            errors.TrimEnd() + "\n");
    }

    [Theory]
    [InlineData("dev --environment=Staging dir", "--environment=Staging", "dev dir")]
    [InlineData("dev --environment Staging dir", "--environment=Staging", "dev dir")]
    [InlineData("dev dir --ENVIRONMENT Staging --port 1", "--ENVIRONMENT=Staging", "dev dir --port 1")]
    [InlineData("--FileRoutes:Cache:Enabled false start", "--FileRoutes:Cache:Enabled=false", "start")]
    [InlineData("--A:B=--c --A:C= dev", "--A:B=--c --A:C=", "dev")]
    [InlineData("--OTEL_SERVICE_NAME shop", "--OTEL_SERVICE_NAME=shop", "")]
    [InlineData("--A= --A:B=1 --B=", "--A= --A:B=1", "--B=")]
    [InlineData("dev --environment --port 1", "", "dev --environment --port 1")]
    [InlineData("dev --environment", "", "dev --environment")]
    [InlineData("dev -A:B=1 A:B=1 --a=b:c --=", "", "dev -A:B=1 A:B=1 --a=b:c --=")]
    public void Settings_are_told_from_other_arguments(string arguments, string settings, string others)
    {
        var separated = SettingArguments.Separate(arguments.Split(' '));

        Assert.Equal((settings, others), (string.Join(' ', separated.Settings), string.Join(' ', separated.Others)));
    }

    [Theory]
    [InlineData("routes --help")]
    [InlineData("help routes")]
    [InlineData("routes -h")]
    public async Task Help_names_theProgram_and_gives_examples(string arguments)
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync(AppContext.BaseDirectory, arguments.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.Equal("", errors.Trim());
        Assert.Equal(
            $"""
            Description:
              List the routes in match order.

            Usage:
              {Program} routes [<DIR>] [options]

            Arguments:
              <DIR>  The folder that contains api/ or app/. Default: the current folder.

            Options:
              --json          Print a JSON array of {'{'} pattern, methods, file, kind {'}'}.
              -?, -h, --help  Show help and usage information

            Examples:
              {Program} routes
              {Program} routes samples/todo --json
            """,
            output.Trim());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    public async Task The_help_of_theProgram_has_the_default_address_and_the_options_for_it(string arguments)
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync(AppContext.BaseDirectory, arguments);

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Contains("http://localhost:5000", output, StringComparison.Ordinal);
        Assert.Contains("--port or --urls", output, StringComparison.Ordinal);
        Assert.Contains($"{Program} dev todo --port 3000", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("version")]
    public async Task The_version_is_printed_with_the_first_digits_of_the_commit(string arguments)
    {
        var (exitCode, output, errors) = await HostProcess.RunAsync(AppContext.BaseDirectory, arguments);

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Matches(@"^\d+\.\d+\.\d+[\w.-]*(\+[0-9a-f]{8})?$", output.Trim());
    }

    [Theory]
    [InlineData("routes", "*  /api/a  api/a.cs\n*  /api/c  api/c.cs\n")]
    [InlineData("routes --json", "[ \"/api/a\", \"/api/c\" ]")]
    public async Task Routes_of_files_without_errors_are_listed_beside_the_errors_of_the_others(string arguments, string expected)
    {
        using var folder = new TempFolder(
            ("api/a.cs", TempFolder.Handler),
            ("api/b.cs", "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End()\n}\n"),
            ("api/c.cs", TempFolder.Handler));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, arguments.Split(' '));

        Assert.Equal((1, "api/b.cs(3,14): error CS1002: ; expected"), (exitCode, errors.Trim()));
        Assert.Equal(expected, output is ['[', ..] ? Patterns(output) : output);
    }

    [Theory]
    [InlineData("25001", "it has no scheme", "http://localhost:25001")]
    [InlineData("localhost:25001", "it has no scheme", "http://localhost:25001")]
    [InlineData(":80000", "it has no scheme", "http://localhost:5080")]
    [InlineData("*:8080", "it has no scheme", "http://*:8080")]
    [InlineData("example.com", "it has no scheme", "http://example.com:5080")]
    [InlineData("::1", "it has no scheme", "http://[::1]:5080")]
    [InlineData("httpx://localhost:1", "its scheme is not http or https", "http://localhost:1")]
    [InlineData("http://localhost:99999", "its port is not a number from 0 to 65535", "http://localhost:5080")]
    [InlineData("http://localhost:", "its port is not a number from 0 to 65535", "http://localhost:5080")]
    [InlineData("https://localhost:abc", "its port is not a number from 0 to 65535", "https://localhost:5080")]
    [InlineData("http://:5000", "it has no host", "http://localhost:5000")]
    [InlineData("http://::1", "an IPv6 address needs brackets", "http://[::1]:5080")]
    [InlineData("http://[::1", "its host is not a name or an IP address", "http://localhost:5080")]
    [InlineData("http://my host:1", "its host is not a name or an IP address", "http://localhost:1")]
    [InlineData("http://localhost:5080/base", "it has a path, and the path belongs to FileRoutes:BasePath", "http://localhost:5080")]
    [InlineData(
        "http://localhost:0", "'localhost' has several addresses, which cannot have the same free port", "http://127.0.0.1:0")]
    public void FRA3105_an_invalid_address_is_corrected(string address, string reason, string corrected)
    {
        var found = Assert.Single(CheckAddresses(("urls", $"http://localhost:5080;{address}")));
        var ofEndpoint = Assert.Single(CheckAddresses(("Kestrel:Endpoints:A:Url", address)));

        Assert.Equal("FRA3105", found.Id);
        Assert.Equal($"The address '{address}' is not valid: {reason}. Write --urls {corrected}.", found.Message);
        Assert.Equal(
            $"The address '{address}' is not valid: {reason}. Write {corrected} for the setting 'Kestrel:Endpoints:A:Url'.",
            ofEndpoint.Message);
    }

    [Theory]
    [InlineData("urls", "http://localhost:5080;https://*:5081/;http://+:1;HTTP://[::1]:0")]
    [InlineData("urls", "http://127.0.0.1:0;http://my_service.internal:80;http://example.com")]
    [InlineData("urls", "http://unix:/run/api.sock;http://pipe:/api")]
    [InlineData("http_ports", "8080;8081")]
    [InlineData("https_ports", "8443")]
    [InlineData("Other", "x")]
    public void Valid_addresses_have_no_mistakes(string key, string value) => Assert.Empty(CheckAddresses((key, value)));

    [Theory]
    [InlineData("http_ports", "80a")]
    [InlineData("https_ports", "99999")]
    public void FRA3105_an_invalid_port_of_the_settings_is_reported(string key, string value) =>
        Assert.EndsWith($" for the setting '{key}'.", Assert.Single(CheckAddresses((key, value))).Message, StringComparison.Ordinal);

    private static IReadOnlyList<RouteDiagnostic> CheckAddresses(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return Record.Exception(() => ListenAddresses.Check(configuration)) is FileRoutesException exception ? exception.Diagnostics : [];
    }

    private static string Patterns(string json)
    {
        using var routes = System.Text.Json.JsonDocument.Parse(json);
        return $"[ {string.Join(", ", routes.RootElement.EnumerateArray().Select(route => $"\"{route.GetProperty("pattern")}\""))} ]";
    }
}

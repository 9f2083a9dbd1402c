using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The commands as processes: their output and exit codes.</summary>
public class CommandLineTests
{
    [Fact]
    public async Task Dev_serves_a_folder_until_it_is_stopped()
    {
        using var folder = new TempFolder(("api/[id].cs", TempFolder.Handler));
        await using var host = HostProcess.Start(Path.GetTempPath(), "dev", folder.Root, "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("""{"id":"x"}""", await client.GetStringAsync("/api/x", TestContext.Current.CancellationToken));
        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task Without_a_command_the_current_folder_is_served_in_Development()
    {
        using var folder = new TempFolder(
            ("api/env.cs", """
                object GET(IHostEnvironment host, IConfiguration configuration) => new
                {
                    environment = host.EnvironmentName,
                    setting = configuration["My:Setting"],
                    other = configuration["My:Other"],
                };
                """),
            ("appsettings.json", """{ "My": { "Setting": "file", "Other": "file" } }"""),
            ("appsettings.Development.json", """{ "My": { "Other": "development" } }"""));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0", "--My:Setting=line");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal(
            """{"environment":"Development","setting":"line","other":"development"}""",
            await client.GetStringAsync("/api/env", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_in_flight_completes_when_the_host_stops()
    {
        using var folder = new TempFolder(("api/slow.cs", """
            async Task Handler(ApiRequest req, ApiResponse res)
            {
                await res.WriteAsync("begun ");
                var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                req.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
                await stopping.Task;
                res.End("and ended");
            }
            """));
        await using var host = HostProcess.Start(folder.Root, "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        using var response = await client.GetAsync(
            "/api/slow", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        host.Terminate();

        Assert.Equal("begun and ended", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task Routes_are_listed_with_the_methods_that_an_attribute_names()
    {
        using var folder = new TempFolder(("api/a.cs", "[HttpMethods(\"get\", \"POST\")]\n" + TempFolder.Handler));

        var (exitCode, output, _) = await HostProcess.RunAsync(folder.Root, "routes");

        Assert.Equal((0, "GET,POST  /api/a  api/a.cs"), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task Routes_are_listed_in_match_order()
    {
        var (exitCode, output, _) = await HostProcess.RunAsync(Path.GetTempPath(), "routes", App.FolderOf("behaviour"), "--json");

        Assert.Equal(0, exitCode);
        string[] shown = ["/api/post/", "/api/shop", "/api/users"];
        var routes = JsonDocument.Parse(output).RootElement.EnumerateArray()
            .Select(route => string.Join(
                ' ',
                route.GetProperty("pattern"),
                string.Join(',', route.GetProperty("methods").EnumerateArray()),
                route.GetProperty("file"),
                route.GetProperty("kind")))
            .Where(
                route => route.StartsWith("/api/post/", StringComparison.Ordinal)
                    || route.StartsWith("/api/shop", StringComparison.Ordinal)
                    || route.StartsWith("/api/users", StringComparison.Ordinal));
        Assert.Equal(
            [
                "/api/post/create * api/post/create.cs static",
                "/api/post/[pid] * api/post/[pid].cs dynamic",
                "/api/post/[...slug] * api/post/[...slug].cs catch-all",
                "/api/shop/[[...slug]] * api/shop/[[...slug]].cs optional-catch-all",
                "/api/users/[id] GET,POST,PUT api/users/[id].cs dynamic",
                "/api/users/[...rest] * api/users/[...rest].cs catch-all",
            ],
            routes);
    }

    [Fact]
    public async Task Routes_are_listed_as_a_table_by_default()
    {
        using var folder = new TempFolder(
            ("api/a.cs", TempFolder.Handler),
            ("api/users/[id].cs", "string GET() => \"\";\nstring DELETE() => \"\";\n"));

        var (exitCode, output, _) = await HostProcess.RunAsync(folder.Root, "routes");

        Assert.Equal((0, "*           /api/a           api/a.cs\nGET,DELETE  /api/users/[id]  api/users/[id].cs\n"), (exitCode, output));
    }

    [Theory]
    [InlineData("openapi")]
    [InlineData("build")]
    public async Task One_broken_file_among_ten_is_reported_and_fails_the_command(string command)
    {
        using var folder = new TempFolder([
            .. Enumerable.Range(0, 9).Select(i => ($"api/fine{i}.cs", TempFolder.Handler)),
            ("api/broken.cs", "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End()\n}\n")]);

        var (exitCode, output, errors) = await HostProcess.RunAsync(Path.GetTempPath(), command, folder.Root);

        Assert.Equal((1, "", "api/broken.cs(3,14): error CS1002: ; expected\n"), (exitCode, output, errors.TrimEnd() + "\n"));
    }

    [Fact]
    public async Task Errors_of_names_files_and_the_compiler_are_reported_together()
    {
        using var folder = new TempFolder(
            ("api/[a].cs", TempFolder.Handler),
            ("api/[b].cs", TempFolder.Handler),
            ("api/none.cs", "var x = 1;\n"),
            ("api/typo.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Jason(1);\n"));

        var (exitCode, _, errors) = await HostCommands.OpenApiAsync(folder.Root);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            ["api/[b].cs(1,1): error FRA1005", "api/none.cs(1,1): error FRA2001", "api/typo.cs(1,54): error CS1061"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(':', line.Split(':')[..2])));
    }

    [Theory]
    [InlineData("FRA3001", "dev", "nowhere")]
    [InlineData("FRA3002", ".", "--FileRoutes:BodySizeLimit=large")]
    [InlineData("FRA3002", ".", "--FileRoutes:MaxDurationGrace=soon")]
    [InlineData("FRA3003", ".", "--FileRoutes:BodySizLimit=1mb")]
    [InlineData("FRA3003", ".", "--FileRoute:BodySizeLimit=2mb")]
    public async Task An_invalid_setting_is_reported(string id, params string[] arguments)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, arguments);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error {id}: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\n  \"A\": 1,\n  \"B\":\n}\n",
        "appsettings.json(4,1): error FRA3006: The settings file cannot be read: '}' is an invalid start of a value. Fix the file.")]
    [InlineData(
        "{ \"A\": ",
        "appsettings.json(1,8): error FRA3006: The settings file cannot be read: it ends before all of its objects and arrays are closed. Fix the file.")]
    [InlineData(
        "{ \"Größe\": oops }",
        "appsettings.json(1,12): error FRA3006: The settings file cannot be read: 'o' is an invalid start of a value. Fix the file.")]
    [InlineData(
        "[]",
        "appsettings.json(1,1): error FRA3006: The settings file cannot be read: Top-level JSON element must be an object. "
            + "Instead, 'Array' was found. Fix the file.")]
    [InlineData(
        "{\n  // a comment\n  \"FileRoutes\": {\n    \"BodySizLimit\": \"3mb\" }\n}\n",
        "appsettings.json(4,5): error FRA3003: The setting 'FileRoutes:BodySizLimit' is unknown. Did you mean 'FileRoutes:BodySizeLimit'?")]
    [InlineData(
        "{ \"FileRoutes:Rules\": { \"Redirects\": [ {\n  \"Source\": \"/a\",\n  \"Destinaton\": \"/b\" } ] } }",
        "appsettings.json(3,3): error FRA3003: The setting 'FileRoutes:Rules:Redirects:0:Destinaton' is unknown. "
            + "Did you mean 'FileRoutes:Rules:Redirects:0:Destination'?")]
    [InlineData(
        "{ \"FileRoutes\": { \"PageExtensions\": [ \"cs\",\n  \".x\" ] } }",
        "appsettings.json(1,19): error FRA3002: The setting 'FileRoutes:PageExtensions' is '.x'. Write a file extension without the leading dot, such as cs.")]
    [InlineData(
        "{ \"FileRoutes\": { \"Shutdown\": {\n \"Timeout\": \"soon\" } } }",
        "appsettings.json(2,2): error FRA3002: The setting 'FileRoutes:Shutdown:Timeout' is 'soon'. Write a number.")]
    [InlineData(
        "{ \"Kestrel\": { \"Limits\": {\n \"MaxConcurrentConnections\": 0 } } }",
        "appsettings.json(2,2): error FRA3002: The setting 'Kestrel:Limits:MaxConcurrentConnections' is '0'. "
            + "Write a whole number in the range that Kestrel allows.")]
    public async Task A_mistake_in_a_settings_file_is_reported_with_its_position(string settings, string expected)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), ("appsettings.json", settings));

        var (exitCode, _, errors) = await HostCommands.OpenApiAsync(folder.Root);

        Assert.Equal((1, expected), (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task A_setting_of_the_environment_is_reported_with_the_variable()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(
            folder.Root, new Dictionary<string, string?> { ["FileRoutes__BodySizLimit"] = "1mb" }, "routes");

        Assert.Equal(
            (1, "error FRA3003: The setting 'FileRoutes:BodySizLimit' is unknown. Did you mean 'FileRoutes:BodySizeLimit'? "
                + "It is set by the environment variable FileRoutes__BodySizLimit."),
            (exitCode, errors.Trim()));
    }

    [Theory]
    [InlineData("--urls", "http://192.0.2.1:5304")]
    [InlineData("--Kestrel:Endpoints:A:Url=http://192.0.2.1:5304")]
    public async Task FRA3005_an_address_that_cannot_be_listened_on_is_reported(params string[] arguments)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, arguments);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3005: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3005_an_address_in_use_is_reported()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "--urls", $"http://{listener.LocalEndpoint}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"error FRA3005: The server cannot listen: another process listens on http://{listener.LocalEndpoint}. "
                + "Choose another port, for example with --port ",
            errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3109_https_without_a_certificate_is_explained()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        // The development certificate is in the home directory.
        var (exitCode, _, errors) = await HostProcess.RunAsync(
            folder.Root, new Dictionary<string, string?> { ["HOME"] = folder.Root }, "dev", "--urls", "https://127.0.0.1:0");

        Assert.Equal(
            (1, "error FRA3109: There is no certificate for HTTPS. Run 'dotnet dev-certs https --trust' to create one for localhost, "
                + "or set 'Kestrel:Certificates:Default:Path' to the file of a certificate."),
            (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task An_empty_folder_is_served_with_a_warning()
    {
        using var folder = new TempFolder(("api/readme.md", ""));
        await using var host = HostProcess.Start(folder.Root, "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal(404, (int)(await client.GetAsync("/api/hello", TestContext.Current.CancellationToken)).StatusCode);
    }
}

namespace FileRoutedApi.IntegrationTests;

/// <summary>
/// The mistakes of the first hour: each message has the place, says what is wrong, and what to do. The messages of addresses and command
/// lines are in <see cref="CommandUsageTests"/>, those of services in <see cref="StartupTests"/>, those of settings files in
/// <see cref="CommandLineTests"/>, and those of packages in <see cref="PackageTests"/>.
/// </summary>
public class MessageTests
{
    private const string Fine = "string GET() => \"\";\n";

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "api/a.cs", "string GET() => \"\"\n", "api/a.cs(1,19): error CS1002: ; expected" },
        {
            "api/a.cs", "int GET() => \"text\";\n",
            "api/a.cs(1,14): error CS0029: Cannot implicitly convert type 'string' to 'int'"
        },
        {
            "api/a.cs", Fine + "string get() => \"\";\n",
            "api/a.cs(2,8): error FRA2003: The function 'get' has no effect, because names are case-sensitive. Name it 'GET'."
        },
        {
            "api/a.cs", "async void GET() => await Task.Yield();\n",
            "api/a.cs(1,12): error FRA2004: 'GET' is 'async void', so an exception in it would terminate the process. "
                + "Make it 'async Task GET(...)'."
        },
        {
            "api/fine/index.cs", Fine,
            "api/fine/index.cs(1,1): error FRA1011: 'api/fine.cs' already handles '/api/fine'. Remove or rename one of the two files."
        },
        {
            "api/a.cs", "var config = new RouteConfig\n{\n    MaxDuration = -1,\n};\n" + Fine,
            "api/a.cs(3,5): error FRA2012: MaxDuration is -1. Write a number of seconds from 1 to 86400, or remove it."
        },
        {
            "api/a.cs", "var config = new RouteConfig { Api = { BodyParser = { SizeLimit = \"5 apples\" } } };\n" + Fine,
            "api/a.cs(1,55): error FRA2011: SizeLimit is '5 apples', which is not a valid size. Write a number of bytes, or a number with a "
                + "unit: 1000, \"500kb\", \"1.5mb\"."
        },
        {
            "api/a.cs", "string GET(int id, IMailer mailer) => \"\";\ninterface IMailer;\n",
            "api/a.cs(1,28): error FRA2016: The function 'GET' cannot be bound: no service of type 'IMailer' is registered for 'mailer', it is "
                + "not in the route, its type cannot be read from a string, and 'GET' does not read a body. Register it in 'Services' of "
                + "'_startup.cs': services.AddScoped<IMailer, Mailer>(); Or name its source with an attribute, such as [FromBody]."
        },
        {
            "api/a.cs", "var key = Key();\n" + Fine + "string Key() => throw new InvalidOperationException(\"KEY is not set\");\n",
            "api/a.cs(3,1): error FRA2013: The top-level statements threw InvalidOperationException: KEY is not set. They run once, when the "
                + "file is loaded. Fix the cause."
        },
        {
            "api/adm/_middleware.cs", "var config = new MiddlewareConfig\n{\n    Authorize = true,\n};\n",
            "api/adm/_middleware.cs(3,5): error FRA3008: config.Authorize needs an authentication scheme. Call services.AddAuthentication() with "
                + "a scheme, such as .AddBearerToken() in 'Services' of '_startup.cs'; in an application of your own, call it in Program.cs, "
                + "with app.UseFileRoutes() or app.UseAuthentication()."
        },
        {
            "api/a.cs", "public string GET() => \"\";\n",
            "api/a.cs(1,1): error FRA2006: 'GET' is 'public', but a top-level function cannot have an access modifier. Remove 'public'; "
                + "the name is enough."
        },
        {
            "api/a.cs", "namespace Mine;\n",
            "api/a.cs(1,1): error FRA2007: A route file cannot have a namespace; its types are visible in this file only. "
                + "Remove the namespace, or move shared types into a '_lib' folder."
        },
        {
            "api/a.cs", "var x = 1;\n",
            "api/a.cs(1,1): error FRA2001: The file has no function that handles requests. Add 'void Handler(ApiRequest req, "
                + "ApiResponse res)', or a function named after an HTTP method, such as 'GET'."
        },
        {
            "api/_midleware.cs", Fine,
            "api/_midleware.cs(1,1): warning FRA1016: This special file is unknown, so it is ignored. Did you mean '_middleware.cs'?"
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_reported_with_its_place_and_the_fix(string path, string text, string expected)
    {
        using var folder = new TempFolder(("api/fine.cs", Fine), (path, text));

        // Warnings are only in the log.
        var isError = !expected.Contains("warning", StringComparison.Ordinal);
        var (exitCode, output, errors) = isError
            ? await HostCommands.OpenApiAsync(folder.Root)
            : await HostProcess.RunAsync(folder.Root, "openapi");

        Assert.Equal(isError, exitCode == 1);
        Assert.Equal(isError, output.Trim().Length == 0);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev", "There is no folder 'api' or 'app' in '{0}'. Run '{1} new NAME' to create a folder with examples.")]
    [InlineData("routes", "There is no folder 'api' or 'app' in '{0}'. Run '{1} new NAME' to create a folder with examples.")]
    public async Task A_folder_without_routes_is_reported_with_the_command_that_creates_one(string command, string expected)
    {
        using var folder = new TempFolder();

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, command);

        var program = $"dotnet {Path.Combine(AppContext.BaseDirectory, "FileRoutedApi.Host.dll")}";
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"error FRA3001: {string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, folder.Root, program)}",
            errors,
            StringComparison.Ordinal);
    }
}

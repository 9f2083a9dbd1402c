using System.CommandLine;
using System.Reflection;

namespace FileRoutedApi.Host;

/// <summary>The commands and what they end with: 0 fine, 1 errors in the user's files, 2 wrong usage.</summary>
internal static class CommandLine
{
    private const int UserError = 1;
    private const int WrongUsage = 2;

    // What ASP.NET Core's host reads from its arguments; WebApplicationFactory sends some of them.
    private static readonly string[] _hostKeys =
    [
        "applicationName", "contentRoot", "environment", "hostBuilder:reloadConfigOnChange", "http_ports", "https_ports",
        "shutdownTimeoutSeconds", "webroot",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args.Where(arg => IsSetting(arg, args)).ToArray();
        var root = CreateCommands(settings);
        var result = root.Parse(WithDefaultCommand([.. args.Where(arg => !settings.Contains(arg))], root));
        try
        {
            // Signals belong to the application's own lifetime, which lets requests in flight finish.
            var exitCode = await result.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            return result.Errors.Count > 0 ? WrongUsage : exitCode;
        }
        catch (FileRoutesException exception) when (IsOwnProcess)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                await Console.Error.WriteLineAsync(diagnostic.ToString());
            }

            return UserError;
        }
    }

    // In a test the exception belongs to the test.
    private static bool IsOwnProcess => Assembly.GetEntryAssembly() == typeof(CommandLine).Assembly;

    private static RootCommand CreateCommands(string[] settings)
    {
        var folder = new Argument<string?>("DIR")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The folder that contains api/; the current folder by default.",
        };
        folder.Validators.Add(result =>
        {
            // An option that nothing knows would otherwise be taken for a folder.
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
            {
                result.AddError($"Unknown option '{option}'. Settings are written --Section:Key=value.");
            }
        });
        var urls = new Option<string?>("--urls") { Description = "Where to listen, such as http://localhost:5080; several with ';' between them." };
        var json = new Option<bool>("--json") { Description = "Print an array of { pattern, methods, file, kind }." };

        var dev = new Command("dev", "Compile and serve the folder. The environment is Development unless set.") { folder, urls };
        dev.SetAction((result, stop) => DevCommand.RunAsync(
            ServedFolder.Open(result.GetValue(folder), settings, "Development"), result.GetValue(urls), follow: IsOwnProcess, stop));

        var routes = new Command("routes", "List the routes in match order.") { folder, json };
        routes.SetAction(result => RoutesCommand.RunAsync(
            ServedFolder.Open(result.GetValue(folder), settings, "Development"), result.GetValue(json)));

        var openApi = new Command("openapi", "Print the OpenAPI document, as a server answers it at /openapi/v1.json.") { folder };
        openApi.SetAction((result, stop) => OpenApiCommand.RunAsync(
            ServedFolder.Open(result.GetValue(folder), settings, "Development"), stop));

        return new RootCommand(
            """
            Next.js API routes for .NET: a folder of C# files is an HTTP API on Kestrel.

            Without a command it is 'dev'. Settings pass through as --Section:Key=value, and so do the keys of
            ASP.NET Core's host, such as --environment=Production.
            """)
        {
            dev,
            routes,
            openApi,
        };
    }

    private static string[] WithDefaultCommand(string[] args, RootCommand root) =>
        args.Any(arg => root.Subcommands.Any(command => command.Name == arg) || arg is "-h" or "-?" or "--help" or "--version")
            ? args
            : ["dev", .. args];

    private static bool IsSetting(string arg, string[] args)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal) || arg.IndexOf('=', StringComparison.Ordinal) is not (> 2 and var equals))
        {
            return false;
        }

        var key = arg[2..equals];
        return key.Contains(':', StringComparison.Ordinal)
            || key.StartsWith("OTEL_", StringComparison.Ordinal)
            || _hostKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
            || IsSection(key);

        // WebApplicationFactory sends the sections of its settings too, without a value.
        bool IsSection(string name) =>
            equals == arg.Length - 1 && args.Any(other => other.StartsWith($"--{name}:", StringComparison.OrdinalIgnoreCase));
    }
}

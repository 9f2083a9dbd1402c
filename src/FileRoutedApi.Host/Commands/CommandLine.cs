using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using FileRoutedApi.Built;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Parses the command line and runs a command. Exit codes: 0 success, 1 errors in the user's files, 2 wrong usage.</summary>
internal static class CommandLine
{
    private const int UserError = 1;
    private const int WrongUsage = 2;

    // Keys that the ASP.NET Core host reads from its arguments. WebApplicationFactory passes some of them.
    private static readonly string[] _hostKeys =
    [
        "applicationName", "contentRoot", "environment", "hostBuilder:reloadConfigOnChange", "http_ports", "https_ports",
        "shutdownTimeoutSeconds", "webroot",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args.Where(arg => IsSetting(arg, args)).ToArray();
        string[] rest = [.. args.Where(arg => !settings.Contains(arg))];
        try
        {
            if (IsPlainStart(rest, out var urls) && ServedFolder.HasBuilt(settings))
            {
                await StartCommand.RunAsync(ServedFolder.OpenBuilt(null, settings), urls, CancellationToken.None);
                return 0;
            }

            return await ParseAndRunAsync(rest, settings);
        }
        catch (FileRoutesException exception) when (HostedApplication.IsOwnProcess)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                await Console.Error.WriteLineAsync(ControlCharacters.OnLines(diagnostic.ToString()));
            }

            return UserError;
        }
    }

    /// <summary>
    /// Returns true for <c>start</c> as a container calls it: without arguments, or with <c>--urls</c>. Such a start does not wait for the
    /// parser, which is not compiled ahead of time.
    /// </summary>
    private static bool IsPlainStart(string[] args, out string? urls)
    {
        urls = args is [.., "--urls", [not '-', ..] and var value] ? value : null;
        return args is [] or ["start"] or ["--urls", [not '-', ..]] or ["start", "--urls", [not '-', ..]];
    }

    // If this method were inlined, a plain start would load the parser.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> ParseAndRunAsync(string[] args, string[] settings)
    {
        var result = Parse(args, settings);

        // The lifetime of the application handles signals, so that requests in flight complete.
        var exitCode = await result.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
        return result.Errors.Count > 0 ? WrongUsage : exitCode;
    }

    /// <summary>Parses a command line. Without a command, the default command is added.</summary>
    /// <param name="settings">The settings of the command line, which the arguments do not contain.</param>
    internal static ParseResult Parse(string[] args, string[] settings)
    {
        var root = CreateCommands(settings);
        var defaultCommand = ServedFolder.HasBuilt(settings) ? "start" : "dev";

        // Without response files: `fetch -d @file` reads the body from the file.
        return root.Parse(
            WithDefaultCommand(args, root, defaultCommand), new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    // A built folder has no compiler, so its host has only the commands that need none.
    private static RootCommand CreateCommands(string[] settings)
    {
        Command[] commands = BuiltFolder.Exists(AppContext.BaseDirectory)
            ? [.. CreateBuiltCommands(settings), CreateFetch("OUT", path => ServedFolder.OpenBuilt(path, settings))]
            : [.. CreateSourceCommands(settings), .. CreateBuiltCommands(settings)];
        var root = new RootCommand(
            """
            Next.js for .NET: a folder of C# files is an HTTP API and a web site on Kestrel.

            The default command is 'dev', or 'start' for the host in a built folder. Settings are written --Section:Key=value.
            The keys of the ASP.NET Core host work too, such as --environment=Production.
            """);
        foreach (var command in commands)
        {
            root.Add(command);
        }

        CommandHelp.AddTo(root);
        return root;
    }

    private static IEnumerable<Command> CreateSourceCommands(string[] settings)
    {
        var folder = Folder("DIR", "The folder that contains api/ or app/. Default: the current folder.");
        var urls = Urls();
        var json = new Option<bool>("--json") { Description = "Print a JSON array of { pattern, methods, file, kind }." };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder to write.",
            DefaultValueFactory = _ => ServedFolder.DefaultOutput,
        };
        var noCheck = new Option<bool>("--no-check")
        {
            Description = "Skip the check of the output. Some errors then appear at the start only.",
        };
        var readyToRun = new Option<bool>("--ready-to-run")
        {
            Description = "Compile to native code too, for a faster start. Needs the .NET SDK.",
        };

        var export = new Option<string?>("--export")
        {
            HelpName = "OUT",
            Description = "Write a static site to this folder instead: pages, static route handlers and public/, for any static server.",
        };
        var basePath = BasePath();
        var without = new Option<string[]>("--without")
        {
            HelpName = "PATH",
            Description = "With --export: a file or folder that needs a server and is left out of the site, such as api. Can be repeated.",
            DefaultValueFactory = _ => [],
        };

        var dev = new Command("dev", "Compile and serve the folder, and apply changes. The default environment is Development.")
        {
            folder, urls,
        };
        dev.SetAction((result, stop) => DevCommand.RunAsync(
            Open(result), result.GetValue(urls), follow: HostedApplication.IsOwnProcess, stop));

        var build = new Command("build", "Compile the folder into an output that runs without sources and compiler.")
        {
            folder, output, noCheck, readyToRun, export, basePath, without,
        };
        build.Validators.Add(result => CheckOptions(result, export, [basePath, without], [output, noCheck, readyToRun]));
        build.SetAction((result, stop) => result.GetValue(export) is { } site
            ? ExportCommand.RunAsync(
                Open(result, "Production"), site, result.GetValue(basePath)!.TrimEnd('/'), result.GetValue(without)!, stop)
            : BuildCommand.RunAsync(
                Open(result, "Production"), result.GetValue(output)!, !result.GetValue(noCheck), result.GetValue(readyToRun), stop));

        var routes = new Command("routes", "List the routes in match order.") { folder, json };
        routes.SetAction(result => RoutesCommand.RunAsync(Open(result), result.GetValue(json)));

        var openApi = new Command("openapi", "Print the OpenAPI document that a server returns at /openapi/v1.json.") { folder };
        openApi.SetAction((result, stop) => OpenApiCommand.RunAsync(Open(result), stop));
        var client = ClientCommand.Create(folder, result => Open(result));
        return
        [
            NewCommand.Create(), dev, build, routes, openApi, client,
            CreateFetch("DIR", path => ServedFolder.OpenEither(path, settings)),
        ];

        ServedFolder Open(ParseResult result, string environment = "Development") =>
            ServedFolder.Open(result.GetValue(folder), settings, environment);
    }

    /// <param name="open">Opens the folder that the argument names.</param>
    private static Command CreateFetch(string folderName, Func<string?, ServedFolder> open)
    {
        var url = new Argument<string>("PATH")
        {
            Description = "The path to request, such as '/api/hello?name=Ada', or a URL such as https://example.com/api/hello.",
        };
        url.Validators.Add(result => Require(result, FetchRequest.IsUrl, text => $"'{text}' is not a path. Write a path such as /api/hello."));
        var folder = Folder(folderName, "The folder that contains api/, or a built folder. Default: the current folder.");
        var method = new Option<string?>("--request", "-X") { HelpName = "METHOD", Description = "The method. Default: GET, or POST with data." };
        var data = Texts("--data", "-d", "DATA", "A form, such as 'name=Ada'. @FILE reads a file, @- standard input. Can be repeated.");
        var json = Texts("--json", null, "DATA", "A JSON body, such as '{\"name\":\"Ada\"}'. @FILE reads a file, @- standard input.");
        var headers = Texts("--header", "-H", "HEADER", "A header, such as 'Accept: text/html'. Can be repeated.");
        var include = new Option<bool>("--include", "-i") { Description = "Print the status line and the headers too." };
        headers.Validators.Add(result => Require(
            result, FetchRequest.IsHeader, text => $"'{text}' is not a header. Write a header such as 'Accept: text/html'."));
        foreach (var option in new[] { data, json })
        {
            option.Validators.Add(result => Require(
                result,
                text => FetchRequest.FileOf(text) is not { } file || File.Exists(file),
                text => $"The file '{FetchRequest.FileOf(text)}' does not exist."));
        }

        var fetch = new Command("fetch", "Send one request through the application without a server, and print the response. Exits with 0 below 400.")
        {
            url, folder, method, data, json, headers, include,
        };
        fetch.Validators.Add(result =>
        {
            if (result.GetResult(data) is { Implicit: false } && result.GetResult(json) is { Implicit: false })
            {
                result.AddError($"'{data.Name}' and '{json.Name}' cannot be used together.");
            }
        });
        fetch.SetAction((result, stop) => FetchCommand.RunAsync(
            open(result.GetValue(folder)),
            new FetchRequest(
                result.GetValue(url)!,
                result.GetValue(method),
                result.GetValue(headers)!,
                result.GetValue(data)!,
                result.GetValue(json)!),
            result.GetValue(include),
            stop));
        return fetch;

        static Option<string[]> Texts(string name, string? alias, string value, string description)
        {
            var option = new Option<string[]>(name) { HelpName = value, Description = description, DefaultValueFactory = _ => [] };
            if (alias is not null)
            {
                option.Aliases.Add(alias);
            }

            return option;
        }

        static void Require(SymbolResult result, Func<string, bool> isValid, Func<string, string> mistake)
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !isValid(text)))
            {
                result.AddError(mistake(text));
            }
        }
    }

    private static IEnumerable<Command> CreateBuiltCommands(string[] settings)
    {
        var folder = Folder(
            "OUT", $"The built folder. Default: the folder of this host if it is a built one, otherwise '{ServedFolder.DefaultOutput}'.");
        var urls = Urls();

        var start = new Command("start", "Serve a built folder. The default environment is Production.") { folder, urls };
        start.SetAction((result, stop) =>
            StartCommand.RunAsync(ServedFolder.OpenBuilt(result.GetValue(folder), settings), result.GetValue(urls), stop));

        var check = new Command(
            "check",
            "Load and check a built folder as 'start' does, and print all errors. Neither 'Start' nor hosted services run.") { folder };
        check.SetAction((result, stop) => StartCommand.CheckAsync(ServedFolder.OpenBuilt(result.GetValue(folder), settings), stop));

        var url = Url();
        var health = new Command("health", "Request the readiness probe of a server. Exits with 0 if it is ready, otherwise with 1.")
        {
            url, urls,
        };
        health.SetAction((result, stop) => HealthCommand.RunAsync(result.GetValue(url), result.GetValue(urls), settings, stop));
        return [start, check, health];
    }

    private static Option<string> BasePath()
    {
        var basePath = new Option<string>("--base-path")
        {
            HelpName = "PATH",
            Description = "With --export: the path that the site is served from, such as /docs. Default: /.",
            DefaultValueFactory = _ => "",
        };
        basePath.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { Length: > 0 } path }] && !IsBasePath(path))
            {
                result.AddError($"'{path}' is not a valid base path. Write a path such as /docs.");
            }
        });
        return basePath;
    }

    // Only characters that need no escapes in a URL or in HTML.
    private static bool IsBasePath(string path) =>
        path == "/"
        || (path[0] == '/' && path[1..].TrimEnd('/').Split('/').All(segment =>
            segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')));

    /// <summary>Adds an error if an option is used without the one that it belongs to, or with one that it has no effect on.</summary>
    private static void CheckOptions(CommandResult result, Option option, Option[] belonging, Option[] others)
    {
        var isSet = IsSet(option);
        foreach (var wrong in (isSet ? others : belonging).Where(IsSet))
        {
            result.AddError($"'{wrong.Name}' has no effect {(isSet ? "with" : "without")} '{option.Name}'.");
        }

        bool IsSet(Option other) => result.GetResult(other) is { Implicit: false };
    }

    private static Argument<string?> Url()
    {
        var url = new Argument<string?>("URL")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The probe to request. Default: /healthz/ready at the address of 'start' with the same settings.",
        };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError($"'{text}' is not a valid URL. Write a URL such as http://127.0.0.1:8080/healthz/ready.");
            }
        });
        return url;
    }

    private static Argument<string?> Folder(string name, string description)
    {
        var folder = new Argument<string?>(name) { Arity = ArgumentArity.ZeroOrOne, Description = description };
        folder.Validators.Add(result =>
        {
            // An unknown option would otherwise be taken for a folder.
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
            {
                result.AddError($"Unknown option '{option}'. Settings are written --Section:Key=value.");
            }
        });
        return folder;
    }

    private static Option<string?> Urls() => new("--urls")
    {
        Description = "The address to listen on, such as http://localhost:5080. Separate several with ';'.",
    };

    // A directive, such as [suggest:3], is followed by the command line that it is about.
    private static string[] WithDefaultCommand(string[] args, RootCommand root, string command) =>
        args is [['[', .., ']'], ..] || args.Any(arg => root.Subcommands.Any(command => command.Name == arg) || arg is "-h" or "-?" or "--help" or "--version")
            ? args
            : [command, .. args];

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

        // WebApplicationFactory passes the sections of its settings too, without a value.
        bool IsSection(string name) =>
            equals == arg.Length - 1 && args.Any(other => other.StartsWith($"--{name}:", StringComparison.OrdinalIgnoreCase));
    }
}

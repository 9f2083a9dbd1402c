using System.CommandLine;
using System.CommandLine.Invocation;
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

    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, rest) = SettingArguments.Separate(args);
        try
        {
            if (IsPlainStart(rest, out var urls) && ServedFolder.HasBuilt(settings))
            {
                await StartCommand.RunAsync(ServedFolder.OpenBuilt(null, settings), urls, CancellationToken.None);
                return 0;
            }

            return await ParseAndRunAsync(rest, settings);
        }
        catch (FileRoutesException exception) when (HostProcess.IsOwn)
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
        var root = CreateCommands(settings);
        if (FindUnknownCommand(args, root) is { } unknown)
        {
            UsageErrors.PrintUnknownCommand(unknown, [.. root.Subcommands.Select(command => command.Name)]);
            return WrongUsage;
        }

        var result = Parse(args, settings, root);
        if (result.Errors.Count > 0 && result.Action is ParseErrorAction)
        {
            UsageErrors.Print(result);
            return WrongUsage;
        }

        // The lifetime of the application handles signals, so that requests in flight complete.
        return await result.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>Parses a command line. Without a command, the default command is added.</summary>
    /// <param name="settings">The settings of the command line, which the arguments do not contain.</param>
    internal static ParseResult Parse(string[] args, string[] settings) => Parse(args, settings, CreateCommands(settings));

    private static ParseResult Parse(string[] args, string[] settings, RootCommand root)
    {
        var defaultCommand = ServedFolder.HasBuilt(settings) ? "start" : "dev";

        // Without response files: `fetch -d @file` reads the body from the file.
        return root.Parse(
            WithDefaultCommand(args, root, defaultCommand), new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    // A built folder has no compiler, so its host has only the commands that need none.
    private static RootCommand CreateCommands(string[] settings)
    {
        Command[] commands = BuiltFolder.Exists(AppContext.BaseDirectory)
            ?
            [
                .. StartCommand.Create(settings), HealthCommand.Create(settings),
                .. WithoutServer("OUT", path => ServedFolder.OpenBuilt(path, settings)),
            ]
            :
            [
                NewCommand.Create(), DevCommand.Create(settings), BuildCommand.Create(settings), RoutesCommand.Create(settings),
                OpenApiCommand.Create(settings), ClientCommand.Create(settings),
                .. WithoutServer("DIR", path => ServedFolder.OpenEither(path, settings)),
                .. StartCommand.Create(settings), HealthCommand.Create(settings),
            ];
        var root = new RootCommand(
            $"""
            Next.js for .NET: a folder of C# files is an HTTP API and a web site on Kestrel.

            The default command is 'dev', or 'start' for the host in a built folder. It listens on {ListenAddresses.Default}
            unless --port or --urls says otherwise. Settings are written --Section:Key=value. The keys of the ASP.NET Core host
            work too, such as --environment=Production.
            """);
        foreach (var command in commands)
        {
            root.Add(command);
        }

        var version = root.Options.OfType<VersionOption>().Single();
        version.Aliases.Add("-v");
        version.Action = new PrintVersion();
        CommandHelp.AddTo(root);
        return root;

        // What runs the application of sources or of a built folder without a server.
        static Command[] WithoutServer(string folderName, Func<string?, ServedFolder> open) =>
            [FetchCommand.Create(folderName, open), JobsCommand.Create(folderName, open), JobCommand.Create(folderName, open)];
    }

    private static string[] WithDefaultCommand(string[] args, RootCommand root, string command)
    {
        return args switch
        {
            // A directive, such as [suggest:3], is followed by the command line that it is about.
            [['[', .., ']'], ..] => args,
            ["help", .. var named] => [.. named, "--help"],
            ["version"] => ["--version"],
            _ when args.Any(IsCommandOrGlobalOption) => args,
            _ => [command, .. args],
        };

        bool IsCommandOrGlobalOption(string arg) =>
            root.Subcommands.Any(command => command.Name == arg) || arg is "-h" or "-?" or "--help" or "-v" or "--version";
    }

    /// <summary>Returns the first argument if it can be neither a command nor a folder.</summary>
    private static string? FindUnknownCommand(string[] args, RootCommand root)
    {
        var isHelp = args is ["help", _, ..];
        return (isHelp ? args[1..] : args) is [[not ('-' or '['), ..] and var first, ..]
            && first is not ("help" or "version")
            && !root.Subcommands.Any(command => args.Contains(command.Name))
            && (isHelp || (!first.AsSpan().ContainsAny('/', '\\', '.') && !Directory.Exists(first)))
                ? first
                : null;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        // A commit is recognized by the first digits of its hash.
        private const int CommitLength = 8;

        public override int Invoke(ParseResult parseResult)
        {
            var parts = ProgramVersion.Full.Split('+');
            parseResult.InvocationConfiguration.Output.WriteLine(
                parts is [var version, { Length: > CommitLength } commit] ? $"{version}+{commit[..CommitLength]}" : ProgramVersion.Full);
            return 0;
        }
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints the help text of a command with the program's name as it was called, and with examples.</summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Gets the arguments of the examples of each command; those of the empty name are of the program itself.</summary>
    public static IReadOnlyDictionary<string, string[]> Examples { get; } = new Dictionary<string, string[]>
    {
        [""] = ["new todo --tests", "dev todo --port 3000", "build todo --output out", "start out --urls http://*:8080"],
        ["dev"] = ["dev", "dev samples/todo --port 5080", "dev --openapi openapi.json", "dev --environment=Staging --FileRoutes:BodySizeLimit=2mb"],
        ["build"] =
        [
            "build", "build samples/todo --output /srv/todo --ready-to-run", "build --export site --base-path /docs --without api",
        ],
        ["routes"] = ["routes", "routes samples/todo --json"],
        ["openapi"] = ["openapi > openapi.json"],
        ["client"] = ["client ts web/src/api", "client cs TodoClient.cs --namespace Shop.Clients", "client http todo.http"],
        ["client ts"] = ["client ts web/src/api"],
        ["client cs"] = ["client cs TodoClient.cs --namespace Shop.Clients"],
        ["client http"] = ["client http todo.http"],
        ["fetch"] = ["fetch /api/hello", "fetch /api/todos --json '{\"title\":\"Milk\"}' -i", "fetch /api/hello out"],
        ["jobs"] = ["jobs", "jobs /srv/shop --json", "jobs /srv/shop --retry all", "jobs /srv/shop --discard 01990000000070008000000000000000"],
        ["job"] = ["job reports/nightly", "job mail/send /srv/shop --payload '{\"to\":\"Ada\"}'"],
        ["new"] = ["new todo", "new shop --template site --tests", "new hello --template minimal"],
        ["start"] = ["start", "start /srv/todo --urls http://localhost:8080"],
        ["check"] = ["check", "check /srv/todo"],
        ["health"] = ["health", "health http://localhost:8080/healthz/ready"],
    };

    /// <summary>Replaces the help of a program.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new CommandHelp((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        try
        {
            help.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
        }

        output.Write(text.ToString().TrimEnd().Replace(parseResult.RootCommandResult.Command.Name, ProgramName.Text, StringComparison.Ordinal));
        output.WriteLine();
        if (Examples.TryGetValue(NameOf(parseResult.CommandResult), out var examples))
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {ProgramName.Text} {example}");
            }
        }

        return 0;
    }

    // The name of a subcommand contains that of its command: `client ts`.
    private static string NameOf(CommandResult result) => result.Command is RootCommand
        ? ""
        : result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}".TrimStart() : result.Command.Name;
}

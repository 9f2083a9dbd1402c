using System.CommandLine;
using System.CommandLine.Parsing;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints what is wrong with a command line, and what may have been meant.</summary>
internal static class UsageErrors
{
    /// <summary>Prints the errors of a command line to the standard error.</summary>
    public static void Print(ParseResult result)
    {
        foreach (var error in Find(result))
        {
            Console.Error.WriteLine(ControlCharacters.OnLines(error));
        }

        Console.Error.WriteLine($"Run '{ProgramName.Text} {NameOf(result.CommandResult)}--help' for usage.");
    }

    /// <summary>Prints that the first argument is neither a command nor a folder.</summary>
    public static void PrintUnknownCommand(string name, IReadOnlyList<string> commands)
    {
        var advice = Spelling.Closest(name, commands) is { } meant
            ? $"Did you mean '{meant}'?"
            : $"The commands are {string.Join(", ", commands)}.";
        Console.Error.WriteLine(ControlCharacters.OnLines($"Unknown command '{name}'. {advice}"));
        Console.Error.WriteLine($"Run '{ProgramName.Text} --help' for usage.");
    }

    private static IEnumerable<string> Find(ParseResult result)
    {
        // The parser takes an unknown option for an argument, and its value for another. These errors would only confuse.
        var unknown = result.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value is ['-', _, ..]);
        return unknown is not null ? [OfOption(unknown.Value, result)]
            : result.CommandResult.Command is { Action: null, Subcommands: [_, ..] commands } command
                ? [OfSubcommand(command, commands, result)]
            : result.Errors.Select(error => error.Message).Distinct();
    }

    private static string OfSubcommand(Command command, IEnumerable<Command> subcommands, ParseResult result)
    {
        List<string> names = [.. subcommands.Select(subcommand => subcommand.Name)];
        return result.UnmatchedTokens is not [var name, ..] ? $"'{command.Name}' needs one of the commands {string.Join(", ", names)}."
            : $"Unknown command '{command.Name} {name}'. " + (Closest(name, names) is { } meant
                ? $"Did you mean '{command.Name} {meant}'?"
                : $"The commands of '{command.Name}' are {string.Join(", ", names)}.");
    }

    // Names of two letters have no misspelling that is not another name, except one with more letters.
    private static string? Closest(string name, List<string> names) =>
        Spelling.Closest(name, names) ?? names.Find(known => name.StartsWith(known, StringComparison.Ordinal));

    private static string OfOption(string text, ParseResult result)
    {
        var name = text.Split('=')[0];
        var command = result.CommandResult.Command;
        var options = command.Options.Where(option => !option.Hidden).ToList();
        var known = options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        if (SettingArguments.IsName(name))
        {
            return $"'{name}' has no value. Write {name}=VALUE.";
        }

        var meant = Spelling.Closest(name, known.Concat(SettingArguments.HostKeys.Select(key => $"--{key}")));
        var others = Others(result, name);
        return $"Unknown option '{name}'. " + (meant is not null ? $"Did you mean '{meant}'?"
            : others.Count > 0 ? $"It is an option of {string.Join(", ", others)}."
            : $"The options of '{command.Name}' are {string.Join(", ", options.Select(option => option.Name))}. "
                + "Settings are written --Section:Key=value.");
    }

    /// <summary>Returns the other commands that have the option.</summary>
    private static List<string> Others(ParseResult result, string name) =>
    [
        .. result.RootCommandResult.Command.Subcommands
            .Where(command => command.Options.Any(option => option.Name == name || option.Aliases.Contains(name)))
            .Select(command => $"'{command.Name}'"),
    ];

    private static string NameOf(CommandResult result) => result.Command is RootCommand
        ? ""
        : $"{(result.Parent is CommandResult parent ? NameOf(parent) : "")}{result.Command.Name} ";
}

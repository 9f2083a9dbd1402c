using System.CommandLine;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommonArguments
{
    /// <summary>Creates the argument for a folder of sources.</summary>
    public static Argument<string?> SourceFolder() => Folder("DIR", "The folder that contains api/ or app/. Default: the current folder.");

    /// <summary>Creates the argument for a built folder.</summary>
    public static Argument<string?> BuiltFolder() => Folder(
        "OUT", $"The built folder. Default: the folder of this host if it is a built one, otherwise '{ServedFolder.DefaultOutput}'.");

    /// <summary>Creates the argument for a folder.</summary>
    public static Argument<string?> Folder(string name, string description)
    {
        var folder = new Argument<string?>(name) { Arity = ArgumentArity.ZeroOrOne, Description = description };
        folder.Validators.Add(result =>
        {
            // An unknown option would otherwise be taken for a folder.
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
            {
                result.AddError($"'{option}' is not a folder.");
            }
        });
        return folder;
    }

    /// <summary>Creates the option for the folder of a build.</summary>
    public static Option<string> Output() => new("--output", "-o")
    {
        Description = "The folder to write.",
        DefaultValueFactory = _ => ServedFolder.DefaultOutput,
    };
}

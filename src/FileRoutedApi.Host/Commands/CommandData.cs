using System.CommandLine;
using System.Text;

namespace FileRoutedApi.Host.Commands;

/// <summary>Data on the command line, as curl reads it: a text, <c>@FILE</c>, or <c>@-</c> for standard input.</summary>
internal static class CommandData
{
    private const string StandardInput = "-";

    /// <summary>Returns the file that data names, or null for a text and for standard input.</summary>
    public static string? FileOf(string data) => data is ['@', .. var file] && file != StandardInput ? file : null;

    /// <summary>Makes a file that does not exist an error of the command line.</summary>
    public static void RequireFiles(Option option) => option.Validators.Add(result =>
    {
        foreach (var file in result.Tokens.Select(token => FileOf(token.Value)).OfType<string>().Where(file => !File.Exists(file)))
        {
            result.AddError($"The file '{file}' does not exist.");
        }
    });

    /// <summary>Returns true if the data itself is the content.</summary>
    public static bool IsText(string data) => !data.StartsWith('@');

    /// <summary>Appends the content to a stream.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task ReadAsync(string data, Stream content, CancellationToken cancellationToken)
    {
        if (FileOf(data) is { } file)
        {
            await content.WriteAsync(await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        }
        else if (data == $"@{StandardInput}")
        {
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(content, cancellationToken);
        }
        else
        {
            await content.WriteAsync(Encoding.UTF8.GetBytes(data), cancellationToken);
        }
    }
}

using System.Text.RegularExpressions;
using FileRoutedApi.Functions;

namespace FileRoutedApi.Endpoints;

/// <summary>Finds the parameter that a mistake in a signature is about. Compiled code knows the position of the function only.</summary>
internal static class ParameterPlace
{
    // A signature is rarely longer.
    private const int MaxLines = 30;

    /// <summary>
    /// Moves a mistake from the name of the function to the parameter that its text names, if the source of the file can be read. A built
    /// folder has none.
    /// </summary>
    /// <param name="root">The folder that contains <c>api/</c> and <c>app/</c>.</param>
    public static RouteDiagnostic MoveTo(RouteDiagnostic mistake, FunctionSignature signature, string root)
    {
        var named = signature.Function.GetParameters().Select(parameter => parameter.Name!)
            .FirstOrDefault(name => mistake.Message.Contains($"'{name}'", StringComparison.Ordinal));
        if (named is null)
        {
            return mistake;
        }

        var lines = ReadLines(Path.Combine(root, mistake.File!), mistake.Line);
        for (var i = 0; i < lines.Count; i++)
        {
            var start = i == 0 ? Math.Min(mistake.Column, lines[i].Length) : 0;
            if (Regex.Match(lines[i][start..], $@"(?<![\w.])@?{Regex.Escape(named)}\s*(?=[,)=]|$)") is { Success: true } found)
            {
                return mistake with { Line = mistake.Line + i, Column = start + found.Index + 1 };
            }
        }

        return mistake;
    }

    private static List<string> ReadLines(string path, int first)
    {
        try
        {
            return [.. File.ReadLines(path).Skip(first - 1).Take(MaxLines)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

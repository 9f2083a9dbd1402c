using System.Text.RegularExpressions;

namespace FileRoutedApi.Settings;

/// <summary>
/// Replaces references in the values of <c>.env</c> files as dotenv-expand does: <c>$NAME</c>, <c>${NAME}</c> and
/// <c>${NAME:-default}</c>, in every kind of quotes. <c>\$</c> is a dollar sign. An unknown name is the empty text.
/// </summary>
/// <param name="variables">The variables of the files.</param>
/// <param name="environment">Returns a variable of the process, which takes precedence, or null.</param>
internal sealed partial class DotEnvExpansion(IReadOnlyDictionary<string, string> variables, Func<string, string?> environment)
{
    // A variable that refers to itself, such as PATH=$PATH:/bin, gets that of the process.
    private readonly HashSet<string> _open = [];

    /// <summary>Returns the value of a variable of the files.</summary>
    public string ValueOf(string name)
    {
        _open.Add(name);
        try
        {
            return Expand(variables[name]);
        }
        finally
        {
            _open.Remove(name);
        }
    }

    private string Expand(string text) => Reference().Replace(text, match =>
    {
        if (match.ValueSpan is "\\$")
        {
            return "$";
        }

        var name = match.Groups["name"].Value;
        var value = environment(name) ?? (variables.ContainsKey(name) && !_open.Contains(name) ? ValueOf(name) : null);
        return value is { Length: > 0 } ? value : Expand(match.Groups["default"].Value);
    });

    [GeneratedRegex(@"\\\$|\$(?<name>\w+)|\$\{(?<name>\w+)(?::?-(?<default>(?:[^{}]|\$\{[^{}]*\})*))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}

using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Settings;

/// <summary>
/// Parses a <c>.env</c> file with the syntax of dotenv, which Next.js uses: <c>KEY=value</c> with an optional <c>export</c>, comments,
/// and values in single quotes, double quotes or backticks, which may have several lines. A line that dotenv would ignore is an error.
/// </summary>
/// <param name="file">The name for messages.</param>
internal sealed class DotEnvParser(string text, string file)
{
    private const string Export = "export";

    private readonly List<RouteDiagnostic> _mistakes = [];
    private int _at;
    private int _line = 1;

    /// <summary>Gets an error (FRA3081) for each line that is not valid.</summary>
    public IReadOnlyList<RouteDiagnostic> Mistakes => _mistakes;

    /// <summary>Returns the variables in the order of the file, with references such as <c>$HOME</c> as they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parse()
    {
        var found = new List<KeyValuePair<string, string>>();
        SkipMark();
        while (_at < text.Length)
        {
            if (ReadLine() is { } variable)
            {
                found.Add(variable);
            }
        }

        return found;
    }

    private void SkipMark()
    {
        if (text.StartsWith('\uFEFF'))
        {
            _at++;
        }
    }

    private KeyValuePair<string, string>? ReadLine()
    {
        SkipSpaces();
        if (IsEnd || text[_at] == '#')
        {
            SkipLine();
            return null;
        }

        var line = _line;
        if (ReadKey() is not { } key || ReadValue() is not { } value)
        {
            _mistakes.Add(RouteDiagnostics.MalformedEnvironmentLine(file, line));
            SkipLine();
            return null;
        }

        SkipSpaces();
        if (!IsEnd && text[_at] != '#')
        {
            _mistakes.Add(RouteDiagnostics.MalformedEnvironmentLine(file, line));
        }

        SkipLine();
        return new(key, value);
    }

    /// <summary>Reads the name and the <c>=</c> behind it. Returns null if there is none.</summary>
    private string? ReadKey()
    {
        var name = ReadName();
        if (name == Export && _at < text.Length && text[_at] is ' ' or '\t')
        {
            SkipSpaces();
            name = ReadName() is { Length: > 0 } exported ? exported : name;
        }

        SkipSpaces();
        if (name.Length == 0 || IsEnd || !(text[_at] == '=' || (text[_at] == ':' && _at + 1 < text.Length && text[_at + 1] is ' ' or '\t')))
        {
            return null;
        }

        _at++;
        return name;
    }

    private string ReadName()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '.' or '-'))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>Reads the value. Returns null if a quote is not closed.</summary>
    private string? ReadValue()
    {
        SkipSpaces();
        if (!IsEnd && text[_at] is '"' or '\'' or '`')
        {
            return ReadQuoted(text[_at]);
        }

        var start = _at;
        while (!IsEnd && text[_at] != '#')
        {
            _at++;
        }

        return text[start.._at].Trim();
    }

    private string? ReadQuoted(char quote)
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] != quote)
        {
            // An escaped quote does not end the value. As in dotenv, the backslash stays.
            _at += text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] == quote ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            _at = start;
            return null;
        }

        var value = text[start.._at++];
        _line += value.Count(character => character == '\n');
        value = value.ReplaceLineEndings("\n");
        return quote == '"'
            ? value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
            : value;
    }

    private bool IsEnd => _at >= text.Length || text[_at] is '\r' or '\n';

    private void SkipSpaces()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private void SkipLine()
    {
        var end = text.IndexOf('\n', Math.Min(_at, text.Length));
        _at = end < 0 ? text.Length : end + 1;
        _line++;
    }
}

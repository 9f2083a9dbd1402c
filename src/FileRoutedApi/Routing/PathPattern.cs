using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>Translates the path syntax of <c>path-to-regexp</c>, which Next.js uses, into a regular expression.</summary>
internal static class PathPattern
{
    private const int MaxPatternLength = 4096;
    private const string Segment = "[^/]+?";

    private static readonly SearchValues<char> _special = SearchValues.Create(":(*+?\\");

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The pattern is not valid. The message contains the reason.</exception>
    public static LinearRegex Parse(string source) => Parse(source, captures: null);

    /// <summary>Parses a pattern whose parameters are captured.</summary>
    /// <param name="captures">Receives the number of the group of each parameter.</param>
    /// <exception cref="FormatException">The pattern is not valid. The message contains the reason.</exception>
    public static LinearRegex Parse(string source, Dictionary<string, int>? captures)
    {
        if (source is not ['/', ..])
        {
            throw new FormatException(PatternTexts.NoSlash());
        }

        // Named groups have other numbers than the parentheses before them.
        if (captures is not null && source.Contains("(?<", StringComparison.Ordinal))
        {
            throw new FormatException(PatternTexts.NamedGroup());
        }

        var pattern = Write(source, captures);
        if (pattern.Length > MaxPatternLength)
        {
            throw new FormatException(PatternTexts.TooLong(MaxPatternLength));
        }

        return LinearRegex.Parse(pattern + "/?");
    }

    /// <summary>Returns true unless a literal segment of the pattern excludes every path below a folder.</summary>
    /// <param name="folder">The segments of the folder; null for a parameter.</param>
    public static bool CanMatchBelow(string source, IReadOnlyList<string?> folder)
    {
        var segments = source.Split('/')[1..];
        for (var i = 0; i < Math.Min(segments.Length, folder.Count); i++)
        {
            if (segments[i].AsSpan().ContainsAny(_special))
            {
                return true;
            }

            if (folder[i] is { } literal && segments[i].Length > 0 && !segments[i].Equals(literal, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static string Write(string source, Dictionary<string, int>? captures)
    {
        var written = new StringBuilder();
        for (var at = 0; at < source.Length;)
        {
            var start = at;
            var slash = source[at] == '/' && at + 1 < source.Length && source[at + 1] is ':' or '(';
            at += slash ? 1 : 0;
            if (source[at] is ':' or '(')
            {
                var name = NameAt(source, at);
                var group = ReadGroup(source, ref at);
                var modifier = at < source.Length && source[at] is '*' or '+' or '?' ? source[at++] : ' ';
                var prefix = slash ? "/" : "";
                var value = modifier is '*' or '+' ? $"(?:{group})(?:/(?:{group}))*" : $"(?:{group})";
                if (captures is not null && name.Length > 0)
                {
                    // The text so far has balanced groups, so its last group has the number before this one. In a pattern without named
                    // groups, numbers count opening parentheses.
                    captures[name] = CountGroups(written.ToString()) + 1;
                    value = $"({value})";
                }

                written.Append(modifier is '?' or '*' ? $"(?:{prefix}{value})?" : $"{prefix}{value}");
            }
            else
            {
                at = start + 1;
                if (source[start] == '\\' && at < source.Length)
                {
                    start = at++;
                }
                else if (source[start] is '*' or '+' or '?' or '{' or '}' or ')')
                {
                    throw new FormatException(PatternTexts.Operator(source[start], start + 1));
                }

                written.Append(Regex.Escape(source[start].ToString()));
            }
        }

        return written.ToString();
    }

    private static string NameAt(string source, int at)
    {
        if (source[at] != ':')
        {
            return "";
        }

        var end = at + 1;
        while (end < source.Length && (char.IsAsciiLetterOrDigit(source[end]) || source[end] == '_'))
        {
            end++;
        }

        return source[(at + 1)..end];
    }

    private static int CountGroups(string pattern)
    {
        try
        {
            return new Regex(pattern).GetGroupNumbers().Length - 1;
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static string ReadGroup(string source, ref int at)
    {
        if (source[at] == ':')
        {
            var start = ++at;
            while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_'))
            {
                at++;
            }

            if (at == start)
            {
                throw new FormatException(PatternTexts.NoParameterName(start));
            }

            if (at == source.Length || source[at] != '(')
            {
                return Segment;
            }
        }

        var open = at;
        for (var depth = 0; at < source.Length; at++)
        {
            depth += source[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (source[at] == '\\')
            {
                at++;
            }
            else if (depth == 0)
            {
                at++;
                return source[(open + 1)..(at - 1)];
            }
        }

        throw new FormatException(PatternTexts.UnclosedGroup(open + 1));
    }
}

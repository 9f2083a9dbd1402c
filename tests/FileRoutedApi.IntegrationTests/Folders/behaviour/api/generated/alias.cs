using System.Text.RegularExpressions;
using Pattern = System.Text.RegularExpressions.GeneratedRegexAttribute;

string GET(string text) => Slugs.Digits.Replace(text, "#");

internal static partial class Slugs
{
    [Pattern("[0-9]")]
    public static partial Regex Digits { get; }
}

using System.Text.RegularExpressions;

internal static partial class Patterns
{
    [GeneratedRegex("[aeiou]")]
    public static partial Regex Vowels();
}

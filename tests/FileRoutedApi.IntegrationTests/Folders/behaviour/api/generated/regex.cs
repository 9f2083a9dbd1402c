using System.Text.RegularExpressions;

string GET(string text) => Slugs.Others().Replace(text, "-");

internal static partial class Slugs
{
    [GeneratedRegex("[^a-z0-9]+")]
    public static partial Regex Others();
}

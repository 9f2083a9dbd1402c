using System.Text.RegularExpressions;

/// <summary>The part of an article's URL that names it.</summary>
static partial class Slug
{
    public static string Of(string title) => Others().Replace(title.ToLowerInvariant(), "-").Trim('-');

    public static bool IsPossible(string? title) => Of(title ?? "").Length > 0;

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Others();
}

using System.Text.RegularExpressions;

/// <summary>The part of an article's URL that names it.</summary>
static partial class Slug
{
    public static string Of(string title) => Others().Replace(title.ToLowerInvariant(), "-").Trim('-');

    /// <summary>Returns whether a title has a slug, and one that is not the path of the feed.</summary>
    public static bool IsPossible(string? title) => Of(title ?? "") is not ("" or "feed");

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Others();
}

using System.Text.RegularExpressions;

/// <summary>The part of the URL that identifies an article.</summary>
static partial class Slug
{
    public static string Of(string title) => Others().Replace(title.ToLowerInvariant(), "-").Trim('-');

    /// <summary>Returns true if a title has a slug, and the slug is not the path of the feed.</summary>
    public static bool IsPossible(string? title) => Of(title ?? "") is not ("" or "feed");

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Others();
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Development;

/// <summary>What a client would rather read (RFC 9110 section 12.5.1).</summary>
internal static class AcceptedType
{
    private static readonly string[] _problem = ["application/problem+json", "application/json"];

    /// <summary>Whether it asks for HTML more than for problem details. Whoever takes anything is no browser.</summary>
    public static bool PrefersHtml(HttpRequest request)
    {
        IReadOnlyList<MediaTypeHeaderValue> accepted = [.. request.GetTypedHeaders().Accept];
        return Quality(accepted, "text/html") is > 0 and var html && html > _problem.Max(type => Quality(accepted, type));
    }

    /// <summary>The weight of the most specific range that covers a type.</summary>
    private static double Quality(IReadOnlyList<MediaTypeHeaderValue> accepted, StringSegment type) => accepted
        .Where(range => range.MatchesMediaType(type))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}

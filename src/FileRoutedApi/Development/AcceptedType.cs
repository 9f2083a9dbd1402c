using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Development;

/// <summary>Content negotiation by the <c>Accept</c> header (RFC 9110 section 12.5.1).</summary>
internal static class AcceptedType
{
    private static readonly string[] _problem = ["application/problem+json", "application/json"];

    /// <summary>
    /// Returns true if the client prefers HTML to problem details. A client that accepts everything, such as curl, is not a browser.
    /// </summary>
    public static bool PrefersHtml(HttpRequest request)
    {
        IReadOnlyList<MediaTypeHeaderValue> accepted = [.. request.GetTypedHeaders().Accept];
        return Quality(accepted, "text/html") is > 0 and var html && html > _problem.Max(type => Quality(accepted, type));
    }

    /// <summary>Returns the quality of the most specific media range that matches a type.</summary>
    private static double Quality(IReadOnlyList<MediaTypeHeaderValue> accepted, StringSegment type) => accepted
        .Where(range => range.MatchesMediaType(type))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}

using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.StaticFiles;

/// <summary>An encoding of the compressed copies that a build writes beside static files.</summary>
/// <param name="Name">The name in <c>Content-Encoding</c>.</param>
/// <param name="Extension">The extension that the copy has after the name of the file.</param>
internal sealed record PublicEncoding(PublicEncodings Flag, string Name, string Extension)
{
    private const string Identity = "identity";

    /// <summary>Gets the encodings, the smallest first.</summary>
    public static IReadOnlyList<PublicEncoding> All { get; } =
        [new(PublicEncodings.Brotli, "br", ".br"), new(PublicEncodings.Gzip, "gzip", ".gz")];

    /// <summary>
    /// Chooses the encoding that the client prefers (RFC 9110 section 12.5.3), and of equal ones the smallest. A range is always one of the
    /// file itself.
    /// </summary>
    /// <returns>Null for the file itself.</returns>
    public static PublicEncoding? Choose(HttpRequest request, PublicEncodings available)
    {
        if (available == PublicEncodings.None || request.Headers.AcceptEncoding.Count == 0 || request.Headers.Range.Count > 0)
        {
            return null;
        }

        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var best = All
            .Where(encoding => available.HasFlag(encoding.Flag))
            .MaxBy(encoding => QualityOf(encoding.Name, accepted));
        return best is not null && QualityOf(best.Name, accepted) is > 0 and var quality && quality >= ListedQualityOfIdentity(accepted)
            ? best
            : null;
    }

    private static double QualityOf(string name, IList<StringWithQualityHeaderValue> accepted) =>
        Find(name, accepted) ?? Find("*", accepted) ?? 0;

    // A list without identity accepts it, but prefers what it names.
    private static double ListedQualityOfIdentity(IList<StringWithQualityHeaderValue> accepted) => Find(Identity, accepted) ?? 0;

    private static double? Find(string name, IList<StringWithQualityHeaderValue> accepted)
    {
        foreach (var value in accepted)
        {
            if (value.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value.Quality ?? 1;
            }
        }

        return null;
    }
}

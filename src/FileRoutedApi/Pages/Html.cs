using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using FileRoutedApi.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

// The members have no content yet.
#pragma warning disable CA1822

/// <summary>
/// HTML made from an interpolated string: <c>Html html = $"&lt;p&gt;{text}&lt;/p&gt;"</c>. The compiler passes the literal parts and the
/// holes to this type, and each hole is encoded by its type. An instance does not change after that, so it can be stored and written many
/// times, also at the same time.
/// </summary>
/// <remarks>
/// <para>
/// A <see cref="string"/> is encoded. An <see cref="Html"/> is written as it is, and a sequence one item after the other. Null writes
/// nothing. Numbers use the invariant culture. Dates and times have the ISO 8601 form that they have in JSON, such as
/// <c>2026-01-31T08:30:00Z</c>.
/// </para>
/// <para>
/// A <see cref="bool"/> that is the value of an attribute makes the attribute present or absent: <c>checked="{isDone}"</c>. In an attribute
/// whose value is the word <c>true</c> or <c>false</c>, such as <c>aria-expanded</c>, and in text, it is that word.
/// </para>
/// <para>
/// In an attribute that holds a URL, such as <c>href</c>, only relative URLs and <c>http</c>, <c>https</c>, <c>mailto</c> and <c>tel</c>
/// are written. Another scheme, such as <c>javascript</c>, is replaced with <c>#</c> and logged as a warning.
/// </para>
/// </remarks>
[InterpolatedStringHandler]
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Html : IResult, IEndpointMetadataProvider
{
    internal const string ContentType = "text/html; charset=utf-8";

    private HtmlSegment[] _segments;
    private int _count;
    private HtmlContext _context;
    private UrlAttribute? _url;

    /// <summary>Creates an instance. The compiler calls it for an interpolated string.</summary>
    /// <param name="literalLength">The number of characters in the literal parts.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public Html(int literalLength, int formattedCount)
    {
        // At most one literal before each hole, and one after the last.
        var capacity = literalLength == 0 ? formattedCount : Math.Min((2 * formattedCount) + 1, formattedCount + literalLength);
        _segments = capacity == 0 ? [] : new HtmlSegment[capacity];
    }

    private Html(HtmlSegment[] segments, int count, bool isAsync)
    {
        _segments = segments;
        _count = count;
        IsAsync = isAsync;
    }

    /// <summary>Gets HTML that writes nothing.</summary>
    public static Html Empty { get; } = new([], 0, isAsync: false);

    /// <summary>Gets a value indicating whether this contains an asynchronous sequence.</summary>
    internal bool IsAsync { get; private set; }

    internal ReadOnlySpan<HtmlSegment> Segments => _segments.AsSpan(0, _count);

    private string DebuggerText => IsAsync ? "{Html with an asynchronous sequence}" : ToString();

    /// <summary>Returns the HTML as text.</summary>
    /// <exception cref="InvalidOperationException">The HTML contains an asynchronous sequence, which has to be awaited.</exception>
    public override string ToString() => HtmlText.Of(this);

    Task IResult.ExecuteAsync(HttpContext httpContext) =>
        PageRendering.TryCapture(httpContext, this) ? Task.CompletedTask : HtmlResponse.SendAsync(httpContext, this);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/html"]));

    /// <summary>Returns HTML with the given segments.</summary>
    internal static Html Of(HtmlSegment[] segments) => Of(segments, segments.Length);

    /// <summary>Returns HTML with the first segments of an array.</summary>
    internal static Html Of(HtmlSegment[] segments, int count)
    {
        foreach (ref readonly var segment in segments.AsSpan(0, count))
        {
            if (segment.Value is Html { IsAsync: true } or HtmlSequence)
            {
                return new Html(segments, count, isAsync: true);
            }
        }

        return count == 0 ? Empty : new Html(segments, count, isAsync: false);
    }

    private void Add(HtmlSegment segment)
    {
        if (_count == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, 2 * _count));
        }

        _segments[_count++] = segment;
    }
}

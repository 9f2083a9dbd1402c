using System.Runtime.CompilerServices;

namespace FileRoutedApi;

/// <summary>
/// HTML made from an interpolated string: <c>Html html = $"&lt;p&gt;{text}&lt;/p&gt;"</c>. The compiler passes the literal parts and the
/// holes to this type, and each hole is encoded by its type.
/// </summary>
[InterpolatedStringHandler]
public sealed partial class Html
{
    /// <summary>Creates an instance. The compiler calls it for an interpolated string.</summary>
    /// <param name="literalLength">The number of characters in the literal parts.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public Html(int literalLength, int formattedCount)
    {
    }

    /// <summary>Appends a literal part of the interpolated string, which is not encoded.</summary>
    /// <param name="literal">The text.</param>
    public void AppendLiteral(string literal) => _text.Append(literal);

    /// <summary>Appends a hole.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => _text.Append(value is Html h ? h.ToString() : System.Net.WebUtility.HtmlEncode(value?.ToString()));

    /// <summary>Returns HTML that is written without being encoded.</summary>
    /// <param name="html">Trusted HTML.</param>
    public static Html Raw(string? html) { var h = new Html(0, 0); h.AppendLiteral(html ?? ""); return h; }
}

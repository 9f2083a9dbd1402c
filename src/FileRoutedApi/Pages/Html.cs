using System.Runtime.CompilerServices;

namespace FileRoutedApi;

// The members have no content yet.
#pragma warning disable CA1822

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
    public void AppendLiteral(string literal)
    {
    }

    /// <summary>Appends a hole.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value)
    {
    }

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted(string? value)
    {
    }

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted(Html? value)
    {
    }

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, string? format)
    {
    }

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, int alignment)
    {
    }

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
    }

    /// <summary>Returns HTML that is written without being encoded.</summary>
    /// <param name="html">Trusted HTML.</param>
    public static Html Raw(string? html) => new(0, 0);

    /// <summary>Returns the HTML of each item.</summary>
    public static Html Each<T>(IEnumerable<T>? items, Func<T, Html> item) => new(0, 0);

    /// <inheritdoc cref="Each{T}(IEnumerable{T}, Func{T, Html})"/>
    public static Html Each<T>(IEnumerable<T>? items, Func<T, int, Html> item) => new(0, 0);

    /// <inheritdoc cref="Each{T}(IEnumerable{T}, Func{T, Html})"/>
    public static Html Each<T>(IAsyncEnumerable<T>? items, Func<T, Html> item) => new(0, 0);

    /// <summary>Returns HTML if a condition is true.</summary>
    public static Html If(bool condition, Html then) => new(0, 0);

    /// <inheritdoc cref="If(bool, Html)"/>
    public static Html If(bool condition, Html then, Html otherwise) => new(0, 0);

    /// <inheritdoc cref="If(bool, Html)"/>
    public static Html If(bool condition, Func<Html> then) => new(0, 0);

    /// <inheritdoc cref="If(bool, Html)"/>
    public static Html If(bool condition, Func<Html> then, Func<Html> otherwise) => new(0, 0);

    /// <summary>Returns a value as JSON.</summary>
    public static Html Json<T>(T value) => new(0, 0);
}

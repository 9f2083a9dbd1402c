using System.Globalization;
using System.Runtime.CompilerServices;

namespace FileRoutedApi.Pages;

/// <summary>A value that is formatted when it is written. Its text has no character that must be encoded.</summary>
internal abstract class HtmlValue
{
    public abstract void Write(ref HtmlOutput output, long bits);
}

/// <summary>The format of values of up to 8 bytes. The value itself is stored in the bits of the segment.</summary>
internal sealed class InlineValue<T>(string? format) : HtmlValue
    where T : unmanaged, IUtf8SpanFormattable
{
    public static InlineValue<T> Default { get; } = new(ValueFormat.Of<T>());

    public static HtmlSegment Segment(T value)
    {
        long bits = 0;
        Unsafe.WriteUnaligned(ref Unsafe.As<long, byte>(ref bits), value);
        return HtmlSegment.Of(Default, bits);
    }

    public override void Write(ref HtmlOutput output, long bits) =>
        output.WriteValue(Unsafe.ReadUnaligned<T>(ref Unsafe.As<long, byte>(ref bits)), format);
}

/// <summary>A value of more than 8 bytes.</summary>
internal sealed class BoxedValue<T>(T value) : HtmlValue
    where T : struct, IUtf8SpanFormattable
{
    private static readonly string? _format = ValueFormat.Of<T>();

    public override void Write(ref HtmlOutput output, long bits) => output.WriteValue(value, _format);
}

/// <summary>A bool. It is written as a word unless it decides whether an attribute is present.</summary>
internal sealed class HtmlFlag(string word) : HtmlValue
{
    public static HtmlFlag True { get; } = new("true");

    public static HtmlFlag False { get; } = new("false");

    public static HtmlFlag Null { get; } = new("");

    public override void Write(ref HtmlOutput output, long bits) => output.WriteLiteral(word);
}

/// <summary>A URL whose scheme is not allowed. <c>#</c> is written instead.</summary>
/// <param name="attribute">The name of the attribute.</param>
/// <param name="scheme">The scheme, without the rest of the URL.</param>
internal sealed class BlockedUrl(string attribute, string scheme) : HtmlValue
{
    public string Attribute => attribute;

    public string Scheme => scheme;

    public override void Write(ref HtmlOutput output, long bits) => output.WriteAscii("#"u8);
}

/// <summary>The formats of dates and times: those of System.Text.Json, so that a page and the API agree.</summary>
internal static class ValueFormat
{
    public static string? Of<T>() =>
        typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTimeOffset) ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"
        : typeof(T) == typeof(DateOnly) ? "yyyy-MM-dd"
        : typeof(T) == typeof(TimeOnly) ? "HH:mm:ss.FFFFFFF"
        : null;

    /// <summary>Returns the text of a value that is not one of the known types.</summary>
    public static string? Text(object value, string? format = null) => value switch
    {
        IFormattable formattable => formattable.ToString(format ?? Default(value), CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string? Default(object value) => value switch
    {
        DateTime => Of<DateTime>(),
        DateTimeOffset => Of<DateTimeOffset>(),
        DateOnly => Of<DateOnly>(),
        TimeOnly => Of<TimeOnly>(),
        _ => null,
    };
}

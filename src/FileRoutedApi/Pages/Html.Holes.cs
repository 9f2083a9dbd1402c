using System.Numerics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Pages;

namespace FileRoutedApi;

/// <content>The parts of the interpolated string.</content>
public sealed partial class Html
{
    /// <summary>Appends a literal part of the interpolated string, which is not encoded.</summary>
    /// <param name="literal">The text.</param>
    public void AppendLiteral(string literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        if (literal.Length == 0)
        {
            return;
        }

        Scan();
        var start = _context.IsAfterFlag ? CompleteFlag(literal) : 0;
        if (_context.IsInValue && _url is { } url)
        {
            var end = literal.IndexOf(_context.Quote);
            if (!url.AppendLiteral(end < 0 ? literal : literal.AsSpan(0, end)))
            {
                _segments[url.FirstHole] = HtmlSegment.Of(new BlockedUrl(url.Name, url.Scheme));
            }
        }

        Add(HtmlSegment.Literal(literal, start));
        _context.HasUnscanned = true;
    }

    /// <summary>Appends text, which is encoded.</summary>
    /// <param name="value">The text; null writes nothing.</param>
    public void AppendFormatted(string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            AppendText(value);
        }
        else
        {
            Scan();
        }
    }

    /// <summary>Appends text, which is encoded.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(ReadOnlySpan<char> value) => AppendFormatted(value.ToString());

    /// <summary>Appends HTML as it is. In an attribute its quotes are encoded, so that it cannot end the value.</summary>
    /// <param name="value">The HTML; null writes nothing.</param>
    public void AppendFormatted(Html? value)
    {
        Scan();
        if (value is null or { _count: 0 })
        {
            return;
        }

        if (_url is { } url && _context.IsInValue)
        {
            if (value.IsAsync)
            {
                url.Replace();
                Add(HtmlSegment.Of(new BlockedUrl(url.Name, "")));
                return;
            }

            if (!url.AppendHole(HtmlText.InAttribute(value), _count))
            {
                Add(HtmlSegment.Of(new BlockedUrl(url.Name, url.Scheme)));
                return;
            }
        }

        IsAsync |= value.IsAsync;
        Add(HtmlSegment.Nested(value, _context.IsInValue));
    }

    /// <summary>Appends a hole. The type of the value decides how it is encoded.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value; null writes nothing.</param>
    public void AppendFormatted<T>(T value)
    {
        // The JIT compiler removes all branches but one for a value type.
        if (typeof(T) == typeof(int)) { AppendInline((int)(object)value!); }
        else if (typeof(T) == typeof(long)) { AppendInline((long)(object)value!); }
        else if (typeof(T) == typeof(double)) { AppendInline((double)(object)value!); }
        else if (typeof(T) == typeof(bool)) { AppendFlag((bool)(object)value!); }
        else if (typeof(T) == typeof(byte)) { AppendInline((byte)(object)value!); }
        else if (typeof(T) == typeof(sbyte)) { AppendInline((sbyte)(object)value!); }
        else if (typeof(T) == typeof(short)) { AppendInline((short)(object)value!); }
        else if (typeof(T) == typeof(ushort)) { AppendInline((ushort)(object)value!); }
        else if (typeof(T) == typeof(uint)) { AppendInline((uint)(object)value!); }
        else if (typeof(T) == typeof(ulong)) { AppendInline((ulong)(object)value!); }
        else if (typeof(T) == typeof(float)) { AppendInline((float)(object)value!); }
        else if (typeof(T) == typeof(Half)) { AppendInline((Half)(object)value!); }
        else if (typeof(T) == typeof(DateTime)) { AppendInline((DateTime)(object)value!); }
        else if (typeof(T) == typeof(DateOnly)) { AppendInline((DateOnly)(object)value!); }
        else if (typeof(T) == typeof(TimeOnly)) { AppendInline((TimeOnly)(object)value!); }
        else if (typeof(T) == typeof(TimeSpan)) { AppendInline((TimeSpan)(object)value!); }
        else if (typeof(T) == typeof(decimal)) { AppendBoxed((decimal)(object)value!); }
        else if (typeof(T) == typeof(Guid)) { AppendBoxed((Guid)(object)value!); }
        else if (typeof(T) == typeof(DateTimeOffset)) { AppendBoxed((DateTimeOffset)(object)value!); }
        else if (typeof(T) == typeof(Int128)) { AppendBoxed((Int128)(object)value!); }
        else if (typeof(T) == typeof(UInt128)) { AppendBoxed((UInt128)(object)value!); }
        else if (typeof(T) == typeof(BigInteger)) { AppendBoxed((BigInteger)(object)value!); }
        else { AppendObject(value, isNullableBool: typeof(T) == typeof(bool?)); }
    }

    /// <summary>Appends a hole with a format, such as <c>{price:0.00}</c>. The culture is the invariant one.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value; null writes nothing.</param>
    /// <param name="format">The format of the value's type.</param>
    public void AppendFormatted<T>(T value, string? format) => AppendFormatted(value, 0, format);

    /// <summary>Appends a hole with a width, such as <c>{name,10}</c>.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value; null writes only spaces.</param>
    /// <param name="alignment">The smallest number of characters; a negative number aligns the value to the left.</param>
    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, format: null);

    /// <summary>Appends a hole with a width and a format.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value; null writes only spaces.</param>
    /// <param name="alignment">The smallest number of characters; a negative number aligns the value to the left.</param>
    /// <param name="format">The format of the value's type.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        // A short string takes less memory than an object that stores the value and its format.
        var text = value is null or Html ? "" : ValueFormat.Text(value, format) ?? "";
        if (value is Html html)
        {
            AppendFormatted(html);
            return;
        }

        AppendFormatted(alignment < 0 ? text.PadRight(-Math.Max(alignment, -int.MaxValue)) : text.PadLeft(alignment));
    }

    /// <exception cref="InvalidOperationException">The hole is in a place where encoding does not make text safe.</exception>
    private void AppendText(string text)
    {
        Scan();
        if (_context.Place != HtmlPlace.Text)
        {
            if (!_context.IsSafeForText)
            {
                throw new InvalidOperationException(UsageTexts.UnsafeHole);
            }

            if (_context.IsInValue && _url is { } url && !url.AppendHole(text, _count))
            {
                Add(HtmlSegment.Of(new BlockedUrl(url.Name, url.Scheme)));
                return;
            }
        }

        Add(HtmlSegment.Text(text));
    }
}

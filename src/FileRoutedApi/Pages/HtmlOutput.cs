using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FileRoutedApi.Pages;

/// <summary>
/// Writes encoded UTF-8 to a buffer. Encoded text is safe between tags and in quoted attribute values. NUL and unpaired surrogates, which
/// HTML does not allow, become U+FFFD.
/// </summary>
internal ref struct HtmlOutput(IBufferWriter<byte> writer)
{
    // Characters per step. A text is never copied as a whole into a buffer of three times its size.
    private const int StepLength = 4 * 1024;

    // Characters that are written one by one after one that had to be encoded.
    private const int NearLength = 32;
    private const int MaxEntityLength = 6;

    private static readonly SearchValues<char> _encoded = SearchValues.Create("&<>\"'\0");
    private static readonly SearchValues<char> _quotes = SearchValues.Create("\"'");

    private Span<byte> _span;
    private int _used;

    /// <summary>Gets the number of bytes that were written.</summary>
    public long Length { readonly get; private set; }

    /// <summary>Passes what was written to the buffer.</summary>
    public void Flush()
    {
        writer.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Writes characters without encoding them.</summary>
    public void WriteLiteral(ReadOnlySpan<char> literal)
    {
        if (literal.Length <= StepLength)
        {
            // Most literals are short and ASCII.
            Ascii.FromUtf16(literal, SpanOf(literal.Length), out var ascii);
            Advance(ascii);
            literal = literal[ascii..];
        }

        while (!literal.IsEmpty)
        {
            var span = SpanOf(3 * Math.Min(literal.Length, StepLength));
            var read = AsciiText.CopyTo(literal, span);
            var written = read;
            if (read < literal.Length && read < span.Length)
            {
                Utf8.FromUtf16(literal[read..], span[read..], out var others, out var bytes);
                (read, written) = (read + others, written + bytes);
            }

            Advance(written);
            literal = literal[read..];
        }
    }

    /// <summary>Writes text, encoded.</summary>
    public void WriteText(ReadOnlySpan<char> text) => WriteEncoded(text, _encoded);

    /// <summary>Writes the literal part of HTML in an attribute: only the quotes are encoded, so that it cannot end the value.</summary>
    public void WriteLiteralInAttribute(ReadOnlySpan<char> literal) => WriteEncoded(literal, _quotes);

    public void WriteAscii(ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(SpanOf(ascii.Length));
        Advance(ascii.Length);
    }

    public void WriteValue<T>(T value, string? format)
        where T : struct, IUtf8SpanFormattable
    {
        var size = 32;
        int written;
        while (!value.TryFormat(SpanOf(size), out written, format, CultureInfo.InvariantCulture))
        {
            size *= 2;
        }

        Advance(written);
    }

    private void WriteEncoded(ReadOnlySpan<char> text, SearchValues<char> encoded)
    {
        while (text.IndexOfAny(encoded) is var next && next >= 0)
        {
            WriteLiteral(text[..next]);
            text = text[next..];
            text = text[WriteNear(text[..Math.Min(text.Length, NearLength)], encoded)..];
        }

        WriteLiteral(text);
    }

    /// <summary>
    /// Writes one character after the other, because characters to encode are often close together. Stops at a character that is not
    /// ASCII.
    /// </summary>
    /// <returns>The number of characters that were written, at least 1 if the first one is to be encoded.</returns>
    private int WriteNear(ReadOnlySpan<char> text, SearchValues<char> encoded)
    {
        var span = SpanOf(MaxEntityLength * text.Length);
        var (index, used) = (0, 0);
        for (; index < text.Length && text[index] < 0x80; index++)
        {
            if (encoded.Contains(text[index]))
            {
                var entity = EntityOf(text[index]);
                entity.CopyTo(span[used..]);
                used += entity.Length;
            }
            else
            {
                span[used++] = (byte)text[index];
            }
        }

        Advance(used);
        return index;
    }

    private static ReadOnlySpan<byte> EntityOf(char c) => c switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        '\'' => "&#39;"u8,
        _ => "\uFFFD"u8,
    };

    private Span<byte> SpanOf(int size)
    {
        if (_span.Length - _used < size)
        {
            if (_used > 0)
            {
                Flush();
            }

            _span = writer.GetSpan(size);
        }

        return _span[_used..];
    }

    private void Advance(int count)
    {
        _used += count;
        Length += count;
    }
}

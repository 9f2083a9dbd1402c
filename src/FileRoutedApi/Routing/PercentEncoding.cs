using System.Buffers;
using System.Text.Unicode;

namespace FileRoutedApi.Routing;

/// <summary>Percent-encoding (RFC 3986 section 2.1), as strict as <c>decodeURIComponent</c> of JavaScript.</summary>
internal static class PercentEncoding
{
    /// <summary>Returns true if every <c>%</c> begins an escape and the escapes decode to UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var first = text.IndexOf('%');
        if (first < 0)
        {
            return true;
        }

        text = text[first..];
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '%')
                {
                    // Any other character ends a sequence of escapes. One ASCII byte represents it.
                    bytes[length++] = (byte)'a';
                }
                else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                {
                    bytes[length++] = (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2]));
                    i += 2;
                }
                else
                {
                    return false;
                }
            }

            return Utf8.IsValid(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int Hex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

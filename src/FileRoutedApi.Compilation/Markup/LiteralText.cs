using System.Globalization;
using System.Text;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>How an interpolated string is written.</summary>
internal enum LiteralStyle
{
    /// <summary><c>$"..."</c>, with escape sequences.</summary>
    Regular,

    /// <summary><c>$@"..."</c>, with doubled quotes.</summary>
    Verbatim,

    /// <summary><c>$"""..."""</c>, without escape sequences.</summary>
    Raw,
}

/// <summary>A literal part of an interpolated string as the compiler reads it.</summary>
/// <param name="Text">The decoded text.</param>
/// <param name="Offsets">For each character of the text, the offset of its first character in the source.</param>
internal readonly record struct LiteralText(string Text, IReadOnlyList<int> Offsets)
{
    /// <summary>Decodes a literal part of a string with balanced braces and valid escape sequences, as the parser guarantees.</summary>
    /// <param name="source">The source text between two holes.</param>
    /// <param name="indentation">The white space before the closing quotes of a raw string of several lines.</param>
    /// <param name="beginsLine">True if the part is the first one of a raw string of several lines.</param>
    public static LiteralText Decode(string source, LiteralStyle style, string? indentation = null, bool beginsLine = false)
    {
        var decoder = new Decoder(source);
        switch (style)
        {
            case LiteralStyle.Regular:
                decoder.ReadRegular();
                break;
            case LiteralStyle.Verbatim:
                decoder.ReadVerbatim();
                break;
            case LiteralStyle.Raw:
                decoder.ReadRaw(indentation ?? "", beginsLine);
                break;
        }

        return decoder.Result;
    }

    private sealed class Decoder(string source)
    {
        private readonly StringBuilder _text = new(source.Length);
        private readonly List<int> _offsets = new(source.Length);

        public LiteralText Result => new(_text.ToString(), _offsets);

        public void ReadRegular()
        {
            for (var i = 0; i < source.Length;)
            {
                i = source[i] == '\\' && i + 1 < source.Length ? ReadEscape(i) : ReadOneOf(i, doubled: "{}");
            }
        }

        public void ReadVerbatim()
        {
            for (var i = 0; i < source.Length;)
            {
                i = ReadOneOf(i, doubled: "{}\"");
            }
        }

        public void ReadRaw(string indentation, bool beginsLine)
        {
            var i = beginsLine ? SkipIndentation(0, indentation) : 0;
            while (i < source.Length)
            {
                Add(source[i], i);
                var endsLine = source[i] == '\n' || (source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n'));
                i = endsLine ? SkipIndentation(i + 1, indentation) : i + 1;
            }
        }

        // A line of white space may have less than the indentation.
        private int SkipIndentation(int start, string indentation)
        {
            var i = start;
            while (i < source.Length && i - start < indentation.Length && source[i] == indentation[i - start])
            {
                i++;
            }

            return i;
        }

        private int ReadOneOf(int i, string doubled)
        {
            Add(source[i], i);
            var isDoubled = doubled.Contains(source[i], StringComparison.Ordinal) && i + 1 < source.Length && source[i + 1] == source[i];
            return isDoubled ? i + 2 : i + 1;
        }

        private int ReadEscape(int i)
        {
            var kind = source[i + 1];
            if (kind is 'u' or 'U' or 'x')
            {
                var digits = DigitsAt(i + 2, kind switch { 'u' or 'x' => 4, _ => 8 });
                var value = int.Parse(source.AsSpan(i + 2, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                foreach (var character in Rune.IsValid(value) ? new Rune(value).ToString() : ((char)value).ToString())
                {
                    Add(character, i);
                }

                return i + 2 + digits;
            }

            Add(
                kind switch
                {
                    '0' => '\0',
                    'a' => '\a',
                    'b' => '\b',
                    'e' => '\e',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\v',
                    _ => kind,
                },
                i);
            return i + 2;
        }

        private int DigitsAt(int start, int most)
        {
            var count = 0;
            while (count < most && start + count < source.Length && char.IsAsciiHexDigit(source[start + count]))
            {
                count++;
            }

            return count;
        }

        private void Add(char character, int offset)
        {
            _text.Append(character);
            _offsets.Add(offset);
        }
    }
}

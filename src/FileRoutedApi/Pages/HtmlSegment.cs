namespace FileRoutedApi.Pages;

/// <summary>
/// A part of <see cref="Html"/>: literal HTML or text to encode (a range of a <see cref="string"/>), nested <see cref="Html"/>, an
/// asynchronous sequence, or an <see cref="HtmlValue"/>.
/// </summary>
internal readonly struct HtmlSegment
{
    // A string has fewer than 2^30 characters.
    private const int LengthBits = 31;
    private const long LengthMask = (1L << LengthBits) - 1;
    private const long TextFlag = 1L << (2 * LengthBits);

    private readonly long _bits;

    private HtmlSegment(object value, long bits)
    {
        Value = value;
        _bits = bits;
    }

    public object Value { get; }

    /// <summary>Gets a value indicating whether the characters of the string are encoded.</summary>
    public bool IsText => (_bits & TextFlag) != 0;

    /// <summary>Gets a value indicating whether the nested HTML is in an attribute, so that its quotes are encoded.</summary>
    public bool IsInAttribute => _bits != 0;

    public ReadOnlySpan<char> Characters => ((string)Value).AsSpan((int)(_bits >> LengthBits & LengthMask), (int)(_bits & LengthMask));

    /// <summary>Gets the bits of an <see cref="HtmlValue"/>.</summary>
    public long Bits => _bits;

    public static HtmlSegment Literal(string literal, int start = 0) => new(literal, Range(start, literal.Length - start));

    public static HtmlSegment Text(string text) => new(text, TextFlag | Range(0, text.Length));

    public static HtmlSegment Nested(Html html, bool isInAttribute = false) => new(html, isInAttribute ? 1 : 0);

    public static HtmlSegment Of(HtmlSequence sequence) => new(sequence, 0);

    public static HtmlSegment Of(HtmlValue value, long bits = 0) => new(value, bits);

    /// <summary>Returns a part of this literal or text.</summary>
    public HtmlSegment Slice(int start, int length) =>
        new(Value, (_bits & TextFlag) | Range((int)(_bits >> LengthBits & LengthMask) + start, length));

    private static long Range(int start, int length) => ((long)start << LengthBits) | (uint)length;
}

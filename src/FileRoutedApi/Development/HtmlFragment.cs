using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FileRoutedApi.Development;

/// <summary>A piece of HTML. Whatever is put into one is encoded, unless it is HTML itself.</summary>
internal readonly record struct HtmlFragment(string Text)
{
    public static HtmlFragment Empty { get; } = new("");

    public static HtmlFragment Of(Template template) => new(template.ToString());

    public static HtmlFragment Join(IEnumerable<HtmlFragment> parts) => new(string.Concat(parts));

    public override string ToString() => Text;

    /// <summary>The text between the values is HTML that stands in the code; the values come from anywhere.</summary>
    [InterpolatedStringHandler]
    public readonly struct Template(int literalLength, int formattedCount)
    {
        // Letters of all languages stay readable; what means something in HTML is encoded all the same.
        private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string? value) => _text.Append(_encoder.Encode(value ?? ""));

        public void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(double value, string format) => _text.Append(value.ToString(format, CultureInfo.InvariantCulture));

        public void AppendFormatted(HtmlFragment value) => _text.Append(value.Text);

        public void AppendFormatted(IEnumerable<HtmlFragment> values) => _text.AppendJoin("", values);

        public override string ToString() => _text.ToString();
    }
}

using System.Text;
using Serilog.Events;
using Serilog.Formatting;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Escapes control characters that are valid in JSON strings, such as U+009B, so that the log is safe to show on a terminal.
/// </summary>
internal sealed class EscapingJson(ITextFormatter json) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output) => json.Format(logEvent, new Writer(output));

    private sealed class Writer(TextWriter output) : TextWriter(output.FormatProvider)
    {
        public override Encoding Encoding => output.Encoding;

        public override void Write(char value)
        {
            // The formatter has escaped the ASCII control characters. A line break that it writes ends the object.
            if (value < '\x7f' || ControlCharacters.IndexIn([value]) < 0)
            {
                output.Write(value);
            }
            else
            {
                output.Write(ControlCharacters.Escape(value));
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (ControlCharacters.IndexIn(buffer) < 0)
            {
                output.Write(buffer);
                return;
            }

            foreach (var character in buffer)
            {
                Write(character);
            }
        }
    }
}

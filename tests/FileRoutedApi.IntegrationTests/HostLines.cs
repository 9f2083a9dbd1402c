using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace FileRoutedApi.IntegrationTests;

/// <summary>What a host prints.</summary>
internal sealed class HostLines
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private int _open = 2;

    /// <summary>Gets the output so far.</summary>
    public string Text => TextOf(_output);

    /// <summary>Gets the text of the standard error so far.</summary>
    public string Errors => TextOf(_errors);

    /// <summary>Adds a line of the output; null when it has ended.</summary>
    public void Add(string? line)
    {
        Append(_output, line);
        if (line is not null)
        {
            _lines.Writer.TryWrite(line);
        }
    }

    /// <summary>Adds a line of the standard error; null when it has ended.</summary>
    public void AddError(string? line) => Append(_errors, line);

    /// <summary>Waits until the host prints its address: a line of text in Development, one of JSON elsewhere.</summary>
    public async Task<Uri> ListeningAsync()
    {
        const string prefix = "Listening on ";
        var line = await NextAsync(line => line.Contains(prefix, StringComparison.Ordinal));
        if (!line.StartsWith('{'))
        {
            return new Uri(line[(line.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length)..].Split(' ')[0]);
        }

        using var json = JsonDocument.Parse(line);
        return new Uri(json.RootElement.GetProperty("Address").GetString()!);
    }

    /// <summary>Waits for the next line that matches; earlier waits have consumed the lines before it.</summary>
    public async Task<string> NextAsync(Func<string, bool> isMeant)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (isMeant(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The host ended: {Errors}");
    }

    private static string TextOf(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    // The host has ended when both outputs have ended: who waits for a line gets the complete errors.
    private void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
        else if (Interlocked.Decrement(ref _open) == 0)
        {
            _lines.Writer.TryComplete();
        }
    }
}

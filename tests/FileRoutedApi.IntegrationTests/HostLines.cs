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

    /// <summary>Gets the output so far.</summary>
    public string Text
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Gets the text of the standard error. Read it after the host has ended.</summary>
    public string Errors => _errors.ToString();

    /// <summary>Adds a line of the output; null when the host has ended.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        _lines.Writer.TryWrite(line);
    }

    /// <summary>Adds a line of the standard error.</summary>
    public void AddError(string? line) => _errors.AppendLine(line);

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

        throw new InvalidOperationException($"The host ended: {_errors}");
    }
}

using System.Collections;
using System.Globalization;
using FileRoutedApi.Host.Logging;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace FileRoutedApi.Testing;

/// <summary>The log of an application, from its start on. Reading it while the application runs returns the entries so far.</summary>
public sealed class CapturedLogs : IReadOnlyCollection<CapturedLog>
{
    private readonly Lock _lock = new();
    private readonly List<CapturedLog> _entries = [];
    private readonly List<(Func<CapturedLog, bool> IsMatch, TaskCompletionSource<CapturedLog> Found)> _waiting = [];
    private readonly Action<string>? _write;

    internal CapturedLogs(Action<string>? write)
    {
        _write = write;
        Sink = new CaptureSink(this);
    }

    /// <summary>Gets the number of entries.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    internal ILogCapture Sink { get; }

    /// <summary>Waits for an entry. An entry that was logged before the call counts too.</summary>
    /// <param name="isMatch">Returns true for the entry.</param>
    /// <param name="cancellationToken">Cancels the wait. Pass the token of the test, so that it fails instead of hanging.</param>
    /// <returns>The first entry that matches.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task<CapturedLog> WaitForAsync(Func<CapturedLog, bool> isMatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isMatch);
        lock (_lock)
        {
            if (_entries.FirstOrDefault(isMatch) is { } found)
            {
                return Task.FromResult(found);
            }

            var waiting = new TaskCompletionSource<CapturedLog>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isMatch, waiting));
            return waiting.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Removes all entries, so that a test sees only what is logged from now on.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>Returns the entries so far.</summary>
    /// <returns>The entries in the order in which they were logged.</returns>
    public IEnumerator<CapturedLog> GetEnumerator()
    {
        lock (_lock)
        {
            return ((IEnumerable<CapturedLog>)[.. _entries]).GetEnumerator();
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(CapturedLog entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
            foreach (var waiting in _waiting.Where(waiting => waiting.IsMatch(entry)).ToList())
            {
                waiting.Found.TrySetResult(entry);
                _waiting.Remove(waiting);
            }
        }

        _write?.Invoke(entry.ToString());
    }

    /// <summary>The sink of the host's logger. Not the public type, so that its users do not see Serilog.</summary>
    private sealed class CaptureSink(CapturedLogs logs) : ILogCapture
    {
        // Strings without quotes, as on the console.
        private static readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent)
        {
            var properties = logEvent.Properties.ToDictionary(property => property.Key, property => ValueOf(property.Value));
            logs.Add(new CapturedLog(
                LevelOf(logEvent.Level),
                properties.GetValueOrDefault(Constants.SourceContextPropertyName) as string ?? "",
                EventOf(logEvent),
                MessageOf(logEvent),
                logEvent.Exception,
                properties));
        }

        private static string MessageOf(LogEvent logEvent)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            _message.Format(logEvent, text);
            return text.ToString();
        }

        private static LogLevel LevelOf(LogEventLevel level) => level switch
        {
            LogEventLevel.Verbose => LogLevel.Trace,
            LogEventLevel.Debug => LogLevel.Debug,
            LogEventLevel.Information => LogLevel.Information,
            LogEventLevel.Warning => LogLevel.Warning,
            LogEventLevel.Error => LogLevel.Error,
            _ => LogLevel.Critical,
        };

        private static EventId EventOf(LogEvent logEvent)
        {
            if (logEvent.Properties.GetValueOrDefault("EventId") is not StructureValue value)
            {
                return default;
            }

            var parts = value.Properties.ToDictionary(part => part.Name, part => ValueOf(part.Value));
            return new EventId(parts.GetValueOrDefault("Id") as int? ?? 0, parts.GetValueOrDefault("Name") as string);
        }

        private static object? ValueOf(LogEventPropertyValue value) => value switch
        {
            ScalarValue scalar => scalar.Value,
            SequenceValue sequence => sequence.Elements.Select(ValueOf).ToArray(),
            _ => value.ToString(),
        };
    }
}

using System.Buffers;
using System.Text;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Writes the log to the standard output on a thread of its own, up to 10 ms of it at once. If the output is slower than the log, requests
/// wait: nothing is dropped. What is waiting is written when the process ends, also after an unhandled exception, but not if it is killed.
/// </summary>
internal sealed class BatchedConsole : ILogEventSink, IDisposable
{
    // One entry has about 120 bytes, so two arrays of them are 2 MB at most, once that many are logged within one batch.
    private const int Capacity = 8192;
    private const int Milliseconds = 10;

    private readonly ITextFormatter _formatter;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly StringWriter _text = new();

    // The lock of the fields below. Its waiters are requests while the batch is full, the thread, and Flush.
    private readonly object _gate = new();
    private Entry[] _batch = new Entry[64];
    private Entry[] _written = new Entry[64];
    private int _count;
    private long _added;
    private long _done;
    private bool _isFlushing;
    private bool _isDisposed;
    private Thread? _thread;

    /// <param name="formatter">Formats events of other sources than requests.</param>
    /// <param name="output">The standard output.</param>
    public BatchedConsole(ITextFormatter formatter, Stream output)
    {
        _formatter = formatter;
        _output = output;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
    }

    /// <summary>Adds the log entry of a request. Blocks while the batch is full.</summary>
    public void Add(in LoggedRequest request) => Add(new Entry(request, null));

    /// <summary>Adds an event. An event of level <c>Fatal</c> is written before the method returns.</summary>
    public void Emit(LogEvent logEvent)
    {
        Add(new Entry(default, RequestScope.WithTrace(logEvent)));
        if (logEvent.Level == LogEventLevel.Fatal)
        {
            Flush();
        }
    }

    /// <summary>Waits until everything that was added before is written.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            // If the exception that ends the process is one of this thread, nothing more can be written.
            var last = _added;
            while (_done < last && _thread != Thread.CurrentThread)
            {
                _isFlushing = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Writes what is waiting. Events that are added later are written at once.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnExit;
        Thread? thread;
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
            thread = _thread;
        }

        thread?.Join();
    }

    private void OnExit(object? sender, EventArgs e) => Flush();

    private void Add(in Entry entry)
    {
        lock (_gate)
        {
            while (_isDisposed ? _thread is not null : _count == Capacity)
            {
                Monitor.Wait(_gate);
            }

            if (_isDisposed)
            {
                Write([entry]);
                return;
            }

            if (_count == _batch.Length)
            {
                Array.Resize(ref _batch, _count * 2);
            }

            _batch[_count++] = entry;
            _added++;
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "Log" };
                _thread.Start();
            }
            else if (_count is 1 or Capacity)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Run()
    {
        var count = 0;
        while (true)
        {
            lock (_gate)
            {
                _done += count;
                Monitor.PulseAll(_gate);
                while (_count == 0 && !_isDisposed)
                {
                    Monitor.Wait(_gate);
                }

                // More follow soon if the server is busy, and one write for all of them is much cheaper than one for each.
                if (_count < Capacity && !_isFlushing && !_isDisposed)
                {
                    Monitor.Wait(_gate, Milliseconds);
                }

                if (_count == 0)
                {
                    _thread = null;
                    Monitor.PulseAll(_gate);
                    return;
                }

                count = _count;
                _count = 0;
                _isFlushing = false;
                (_batch, _written) = (_written, _batch);
                Monitor.PulseAll(_gate);
            }

            var entries = _written.AsSpan(0, count);
            Write(entries);

            // The next batch goes into this array. It must not keep the strings of this one.
            entries.Clear();
        }
    }

    private void Write(ReadOnlySpan<Entry> entries)
    {
        try
        {
            foreach (ref readonly var entry in entries)
            {
                Format(entry);
                if (_bytes.WrittenCount > 256 * 1024)
                {
                    Send();
                }
            }

            Send();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // For example, the disk is full. The log must not end the application.
            _bytes.ResetWrittenCount();
            SelfLog.WriteLine("The log could not be written to the standard output: {0}", exception);
        }
    }

    private void Format(in Entry entry)
    {
        if (entry.Event is not { } logged)
        {
            JsonLine.Write(entry.Request, _bytes);
            return;
        }

        try
        {
            _formatter.Format(logged, _text);
            Encoding.UTF8.GetBytes(_text.ToString(), _bytes);
        }
        catch (Exception exception)
        {
            // A property whose ToString throws, for example.
            SelfLog.WriteLine("An event could not be formatted: {0}", exception);
        }

        _text.GetStringBuilder().Clear();
    }

    private void Send()
    {
        _output.Write(_bytes.WrittenSpan);
        _output.Flush();
        _bytes.ResetWrittenCount();
    }

    private readonly record struct Entry(LoggedRequest Request, LogEvent? Event);
}

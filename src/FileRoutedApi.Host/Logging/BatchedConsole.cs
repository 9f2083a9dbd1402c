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
/// <remarks>
/// The thread formats the events. The line of a request is formatted on the thread of the request, because that takes less time than
/// handing over its values.
/// </remarks>
internal sealed class BatchedConsole : ILogEventSink, IDisposable
{
    private const int Milliseconds = 10;

    // With events, more bytes than this are written before the next entry is formatted.
    private const int SendThreshold = 256 * 1024;

    private readonly ITextFormatter _formatter;
    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly StringWriter _text = new();

    private readonly LogQueue _queue = new();

    // The lock of the fields below. Callers wait on it while the queue is full, the thread until there is something to write, and Flush for
    // the thread. The lock of the queue may be taken while this one is held, not the other way round.
    private readonly object _gate = new();
    private long _done;
    private bool _isFlushing;
    private volatile bool _isDisposed;
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

    /// <summary>Adds the log entry of a request. Blocks while the queue is full.</summary>
    public void Add(in LoggedRequest request)
    {
        Span<byte> line = stackalloc byte[1024];
        byte[]? rented = null;
        int length;
        while (!JsonLine.TryWrite(request, line, out length))
        {
            Return(rented);
            line = rented = ArrayPool<byte>.Shared.Rent(line.Length * 2);
        }

        Add(line[..length], null);
        Return(rented);

        static void Return(byte[]? rented)
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Adds an event. An event of level <c>Fatal</c> is written before the method returns.</summary>
    public void Emit(LogEvent logEvent)
    {
        Add(default, RequestScope.WithTrace(logEvent));
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
            var last = _queue.Added;
            while (_done < last && _thread != Thread.CurrentThread)
            {
                if (!_isFlushing)
                {
                    _isFlushing = true;
                    Monitor.PulseAll(_gate);
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Writes what is waiting. Entries that are added later are written at once.</summary>
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

        // What was added after the thread had found nothing more.
        Wake();
    }

    private void OnExit(object? sender, EventArgs e) => Flush();

    /// <param name="line">The line of a request, if <paramref name="logged"/> is null.</param>
    private void Add(ReadOnlySpan<byte> line, LogEvent? logged)
    {
        bool mustSignal;
        while (!_queue.TryAdd(line, logged, out mustSignal))
        {
            lock (_gate)
            {
                while (_queue.IsFull)
                {
                    Monitor.Wait(_gate);
                }
            }
        }

        if (mustSignal || _isDisposed)
        {
            Wake();
        }
    }

    /// <summary>Starts or wakes the thread. After it has ended, writes what is waiting.</summary>
    private void Wake()
    {
        lock (_gate)
        {
            if (_thread is null && _isDisposed)
            {
                if (!_queue.IsEmpty)
                {
                    Write(_queue.Take(out _done));
                }
            }
            else if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "Log" };
                _thread.Start();
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        var done = 0L;
        while (true)
        {
            LogBatch batch;
            lock (_gate)
            {
                _done = done;
                Monitor.PulseAll(_gate);
                while (_queue.IsEmpty && !_isDisposed)
                {
                    Monitor.Wait(_gate);
                }

                // More follow soon if the server is busy, and one write for all of them is much cheaper than one for each.
                if (!_queue.IsFull && !_isFlushing && !_isDisposed)
                {
                    Monitor.Wait(_gate, Milliseconds);
                }

                if (_queue.IsEmpty)
                {
                    _thread = null;
                    Monitor.PulseAll(_gate);
                    return;
                }

                _isFlushing = false;
                batch = _queue.Take(out done);
                Monitor.PulseAll(_gate);
            }

            Write(batch);
        }
    }

    /// <summary>Writes the entries of a batch and removes them.</summary>
    private void Write(LogBatch batch)
    {
        try
        {
            var start = 0;
            foreach (var (end, logged) in batch.Events)
            {
                _bytes.Write(batch.Lines[start..end]);
                Format(logged);
                if (_bytes.WrittenCount > SendThreshold)
                {
                    Send(_bytes.WrittenSpan);
                    _bytes.ResetWrittenCount();
                }

                start = end;
            }

            if (batch.Events.Count > 0)
            {
                _bytes.Write(batch.Lines[start..]);
                Send(_bytes.WrittenSpan);
            }
            else
            {
                Send(batch.Lines);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // For example, the disk is full. The log must not end the application.
            SelfLog.WriteLine("The log could not be written to the standard output: {0}", exception);
        }
        finally
        {
            _bytes.ResetWrittenCount();
            batch.Clear();
        }
    }

    private void Format(LogEvent logged)
    {
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

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _output.Flush();
    }
}

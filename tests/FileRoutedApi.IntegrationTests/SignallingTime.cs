using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A clock that a test advances. It signals when the code under test creates a timer.</summary>
internal sealed class SignallingTime : FakeTimeProvider
{
    // The scheduler looks for new triggers at least this often.
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();
    private readonly ConcurrentDictionary<SchedulerTimer, DateTimeOffset> _schedulerWaits = [];
    private readonly Channel<bool> _schedulerWaited = Channel.CreateUnbounded<bool>();
    private long _realSince;

    /// <summary>
    /// Switches to the clock of the machine. Called before an application is disposed: code that waits for a timer during disposal, such as
    /// Polly with calls in flight, would otherwise never finish.
    /// </summary>
    public void BecomeReal() => Interlocked.CompareExchange(ref _realSince, System.GetTimestamp(), 0);

    public override long GetTimestamp() =>
        base.GetTimestamp() + (Interlocked.Read(ref _realSince) is not 0 and var since ? System.GetElapsedTime(since).Ticks : 0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isScheduler = callback.Method.Module.Assembly.GetName().Name == "Quartz";
        var timer = Interlocked.Read(ref _realSince) != 0 ? System.CreateTimer(callback, state, dueTime, period)
            : isScheduler ? new SchedulerTimer(this, callback, state, dueTime, period)
            : base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Makes <see cref="TimerCreatedAsync"/> ignore the timers that exist already.</summary>
    public void ForgetTimers()
    {
        while (_timers.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>
    /// Advances the clock in the steps in which the scheduler of jobs waits, and waits for a task. The clock stops a little after the time
    /// when the task may complete: it is faster than the runs of jobs, and the scheduler would leave out occurrences.
    /// </summary>
    /// <param name="due">When the task may complete, since the clock started.</param>
    public async Task AdvanceUntilAsync(Task task, TimeSpan due, CancellationToken cancellationToken)
    {
        _ = task.ContinueWith(_ => _schedulerWaited.Writer.TryWrite(true), TaskScheduler.Default);

        // A scheduler that computes its wait while the clock advances waits for longer than it wanted: twice at most until an occurrence.
        var end = Start + due + (2 * _longestWait);
        while (!task.IsCompleted)
        {
            if (GetUtcNow() >= end)
            {
                await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
            }

            await StepAsync(task, cancellationToken);
        }

        await task;
    }

    /// <summary>
    /// Waits until the scheduler waits, then advances the clock to the end of its wait. While it works, the clock stands still: it would
    /// find its triggers late.
    /// </summary>
    private async Task StepAsync(Task enough, CancellationToken cancellationToken)
    {
        while (_schedulerWaits.IsEmpty && !enough.IsCompleted)
        {
            await _schedulerWaited.Reader.ReadAsync(cancellationToken);
        }

        var step = _schedulerWaits.Values.DefaultIfEmpty().Min() - GetUtcNow();
        Advance(step > TimeSpan.Zero ? step : TimeSpan.Zero);
        foreach (var (timer, end) in _schedulerWaits.Where(wait => wait.Value <= GetUtcNow()))
        {
            _schedulerWaits.TryRemove(KeyValuePair.Create(timer, end));
        }
    }

    /// <summary>Waits until the code under test creates a timer with this due time; other timers are ignored.</summary>
    public async Task TimerCreatedAsync(TimeSpan dueTime, CancellationToken cancellationToken)
    {
        while (await _timers.Reader.ReadAsync(cancellationToken) != dueTime)
        {
        }
    }

    /// <summary>A timer of the scheduler of jobs. It tells until when the scheduler waits.</summary>
    private sealed class SchedulerTimer : ITimer
    {
        private readonly SignallingTime _time;
        private readonly ITimer _timer;
        private int _fired;

        public SchedulerTimer(SignallingTime time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _time = time;
            _timer = time.CreateFakeTimer(
                value =>
                {
                    Interlocked.Increment(ref _fired);
                    time._schedulerWaits.TryRemove(this, out _);
                    callback(value);
                },
                state,
                Timeout.InfiniteTimeSpan,
                period);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _time._schedulerWaits.TryRemove(this, out _);
            var fired = Volatile.Read(ref _fired);
            var isChanged = _timer.Change(dueTime, period);
            if (dueTime > TimeSpan.Zero)
            {
                _time._schedulerWaits[this] = _time.GetUtcNow() + dueTime;
                if (Volatile.Read(ref _fired) != fired)
                {
                    // The clock advanced meanwhile.
                    _time._schedulerWaits.TryRemove(this, out _);
                }

                _time._schedulerWaited.Writer.TryWrite(true);
            }

            return isChanged;
        }

        public void Dispose()
        {
            _timer.Dispose();
            _time._schedulerWaits.TryRemove(this, out _);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private ITimer CreateFakeTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime, period);
}

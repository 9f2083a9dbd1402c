using System.Diagnostics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.AfterResponse;

/// <summary>
/// The work of one request. ASP.NET Core disposes the services of a request when its response has been sent, which starts the work.
/// </summary>
internal sealed class AfterQueue(AfterRunner runner, IServiceProviderIsService services) : IAfter, IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private List<AfterWork>? _works = [];

    public void Run(Func<CancellationToken, Task> work, TimeSpan? maxDuration = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        Add(new AfterWork(call => new ValueTask(work(call.Stop)), work.Method, NeedsScope: false, DurationOf(maxDuration), Trace));
    }

    public void Run(Delegate work, TimeSpan? maxDuration = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        Add(new AfterWork(Bind(work), work.Method, NeedsScope: true, DurationOf(maxDuration), Trace));
    }

    public void Dispose()
    {
        List<AfterWork>? works;
        lock (_lock)
        {
            works = _works;
            _works = null;
        }

        if (works is { Count: > 0 })
        {
            runner.Start(works);
        }
    }

    private Func<ServiceCall, ValueTask> Bind(Delegate work)
    {
        if (ServiceFunction.IsAsyncVoid(work.Method))
        {
            throw new ArgumentException(UsageTexts.AfterAsyncVoid, nameof(work));
        }

        var function = ServiceFunction.Of(work.Method);
        foreach (var parameter in function.Parameters.Where(parameter => !ServiceFunction.IsProvided(parameter, services)))
        {
            throw new ArgumentException(UsageTexts.AfterParameter(parameter.Name ?? "", parameter.ParameterType.Name), nameof(work));
        }

        return call => function.CallAsync(work.Target, call);
    }

    private static ActivityContext Trace => Activity.Current?.Context ?? default;

    private TimeSpan DurationOf(TimeSpan? maxDuration)
    {
        if (maxDuration is not { } duration)
        {
            return runner.DefaultDuration;
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero, nameof(maxDuration));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, _longest, nameof(maxDuration));
        return duration;
    }

    private void Add(AfterWork work)
    {
        lock (_lock)
        {
            if (_works is null)
            {
                throw new InvalidOperationException(UsageTexts.AfterTooLate);
            }

            runner.Reserve(work);
            _works.Add(work);
        }
    }
}

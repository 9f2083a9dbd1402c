using Xunit.v3;

namespace FileRoutedApi.TimeLimit;

/// <summary>Runs each test case of a method under a time limit; a longer <c>Timeout</c> of its own replaces it.</summary>
/// <param name="delay">Waits for a time span; tests replace it.</param>
internal sealed class TimeLimitedTestMethodRunner(TimeSpan limit, Func<TimeSpan, CancellationToken, Task> delay) : XunitTestMethodRunner
{
    // A cancelled test disposes its servers and child processes, and its exception shows where it hung.
    private static readonly TimeSpan _cleanup = TimeSpan.FromSeconds(10);

    protected override async ValueTask<RunSummary> RunTestCase(XunitTestMethodRunnerContext ctxt, IXunitTestCase testCase)
    {
        var own = TimeSpan.FromMilliseconds(testCase.Timeout);
        var limited = own > limit ? own + _cleanup : limit;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ctxt.CancellationTokenSource.Token);
        var bus = new TimeLimitedMessageBus(ctxt.MessageBus);
        var started = TimeProvider.System.GetTimestamp();

        // On another thread: a test that blocks its thread must not block this one.
        var run = Task.Run(() => RunAsync(ctxt, testCase, bus, stop).AsTask(), CancellationToken.None);
        for (var finished = -1; finished != bus.Finished;)
        {
            // A test case may contain all rows of a theory, but the limit applies to one test.
            finished = bus.Finished;
            if (await EndsWithinAsync(run, limited))
            {
                if (stop.IsCancellationRequested)
                {
                    await ctxt.CancellationTokenSource.CancelAsync();
                }

                return await run;
            }
        }

        bus.Close();
        _ = stop.CancelAsync();
        await EndsWithinAsync(run, _cleanup);
        bus.Fail(testCase, ctxt.CancellationTokenSource, limited);
        return new RunSummary { Total = 1, Failed = 1, Time = (decimal)TimeProvider.System.GetElapsedTime(started).TotalSeconds };
    }

    private static ValueTask<RunSummary> RunAsync(
        XunitTestMethodRunnerContext ctxt, IXunitTestCase testCase, IMessageBus bus, CancellationTokenSource stop) =>
        testCase is ISelfExecutingXunitTestCase selfExecuting
            ? selfExecuting.Run(ctxt.ExplicitOption, bus, ctxt.ConstructorArguments, ctxt.Aggregator.Clone(), stop)
            : XunitRunnerHelper.RunXunitTestCase(
                testCase, bus, stop, ctxt.Aggregator.Clone(), ctxt.ExplicitOption, ctxt.ConstructorArguments);

    private async Task<bool> EndsWithinAsync(Task run, TimeSpan time)
    {
        using var over = new CancellationTokenSource();
        var ended = await Task.WhenAny(run, delay(time, over.Token)) == run;
        await over.CancelAsync();
        return ended;
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using FileRoutedApi.TimeLimit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(TimeLimitedTestFramework))]

namespace FileRoutedApi.TimeLimit;

/// <summary>
/// Runs every test under a time limit. xUnit's own <c>Timeout</c> covers the body of an asynchronous test only; this limit also covers
/// synchronous tests, the constructor and the disposal of the test class, and the fixtures of the class. A test that exceeds it fails by
/// name, and so do the tests of a class whose fixtures exceed it; the run continues.
/// </summary>
public sealed class TimeLimitedTestFramework : XunitTestFramework
{
    /// <summary>Far more than any test needs on a busy machine: only a test that hangs reaches it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new TimeLimitedTestFrameworkExecutor(new XunitTestAssembly(assembly, configFileName: null, assembly.GetName().Version));
}

/// <summary>Starts the chain of runners whose last one, <see cref="TimeLimitedTestMethodRunner"/>, applies the limit.</summary>
internal sealed class TimeLimitedTestFrameworkExecutor(IXunitTestAssembly testAssembly) : XunitTestFrameworkExecutor(testAssembly)
{
    public override async ValueTask RunTestCases(
        IReadOnlyCollection<IXunitTestCase> testCases,
        IMessageSink executionMessageSink,
        ITestFrameworkExecutionOptions executionOptions,
        CancellationToken cancellationToken) =>
        await new TimeLimitedTestAssemblyRunner().Run(TestAssembly, testCases, executionMessageSink, executionOptions, cancellationToken);
}

internal sealed class TimeLimitedTestAssemblyRunner : XunitTestAssemblyRunner
{
    // xUnit starts a task for each collection at once, and the thread pool starts the last ones first. Here the order is kept: when a
    // collection ends, the next one starts.
    protected override async ValueTask<RunSummary> RunTestCollections(XunitTestAssemblyRunnerContext ctxt, Exception? exception)
    {
        if (ctxt.DisableParallelization || exception is not null)
        {
            return await base.RunTestCollections(ctxt, exception);
        }

        var ordered = OrderTestCollections(ctxt);
        var parallel = new ConcurrentQueue<(IXunitTestCollection, List<IXunitTestCase>)>(
            ordered.Where(item => !item.Collection.DisableParallelization));
        var others = new ConcurrentQueue<(IXunitTestCollection, List<IXunitTestCase>)>(
            ordered.Where(item => item.Collection.DisableParallelization));
        var threads = ctxt.MaxParallelThreads > 0 ? ctxt.MaxParallelThreads : parallel.Count;
        RunSummary[] summaries =
        [
            .. await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(() => RunAllAsync(ctxt, parallel)))),
            await RunAllAsync(ctxt, others),
        ];
        var sum = default(RunSummary);
        foreach (var summary in summaries)
        {
            sum.Aggregate(summary);
        }

        return sum;
    }

    // The context would use xUnit's own runner of collections.
    protected override async ValueTask<RunSummary> RunTestCollection(
        XunitTestAssemblyRunnerContext ctxt, IXunitTestCollection testCollection, IReadOnlyCollection<IXunitTestCase> testCases) =>
        await new TimeLimitedTestCollectionRunner().Run(
            testCollection,
            testCases,
            ctxt.ExplicitOption,
            ctxt.MessageBus,
            ctxt.AssemblyTestCaseOrderer ?? DefaultTestCaseOrderer.Instance,
            ctxt.Aggregator.Clone(),
            ctxt.CancellationTokenSource,
            ctxt.AssemblyFixtureMappings);

    private async Task<RunSummary> RunAllAsync(
        XunitTestAssemblyRunnerContext ctxt, ConcurrentQueue<(IXunitTestCollection Collection, List<IXunitTestCase> TestCases)> collections)
    {
        var sum = default(RunSummary);
        while (!ctxt.CancellationTokenSource.IsCancellationRequested && collections.TryDequeue(out var next))
        {
            sum.Aggregate(await RunTestCollection(ctxt, next.Collection, next.TestCases));
        }

        return sum;
    }
}

internal sealed class TimeLimitedTestCollectionRunner : XunitTestCollectionRunner
{
    protected override ValueTask<RunSummary> RunTestClass(
        XunitTestCollectionRunnerContext ctxt, IXunitTestClass? testClass, IReadOnlyCollection<IXunitTestCase> testCases) =>
        testClass is null
            ? base.RunTestClass(ctxt, testClass, testCases)
            : new TimeLimitedTestClassRunner().Run(
                testClass,
                testCases,
                ctxt.ExplicitOption,
                ctxt.MessageBus,
                ctxt.TestCaseOrderer,
                ctxt.Aggregator.Clone(),
                ctxt.CancellationTokenSource,
                ctxt.CollectionFixtureMappings);
}

internal sealed class TimeLimitedTestClassRunner : XunitTestClassRunner
{
    // Creates the fixtures. An exception in the aggregator fails every test of the class.
    protected override async ValueTask<bool> OnTestClassStarting(XunitTestClassRunnerContext ctxt)
    {
        var starting = Task.Run(() => base.OnTestClassStarting(ctxt).AsTask(), CancellationToken.None);
        if (await EndsAsync(starting))
        {
            return await starting;
        }

        ctxt.Aggregator.Add(
            new TimeoutException(
                $"The fixtures of {ctxt.TestClass.TestClassName} exceeded the time limit of {TimeLimitedTestFramework.Limit.TotalSeconds} s."));
        return true;
    }

    // Disposes the fixtures.
    protected override async ValueTask<bool> OnTestClassFinished(XunitTestClassRunnerContext ctxt, RunSummary summary)
    {
        var finishing = Task.Run(() => base.OnTestClassFinished(ctxt, summary).AsTask(), CancellationToken.None);
        if (await EndsAsync(finishing))
        {
            return await finishing;
        }

        var failure = new TimeoutException(
            $"The disposal of the fixtures of {ctxt.TestClass.TestClassName} exceeded the time limit of {TimeLimitedTestFramework.Limit.TotalSeconds} s.");
        return ctxt.MessageBus.QueueMessage(ErrorMessage.FromException(failure));
    }

    private static async Task<bool> EndsAsync(Task task) =>
        await Task.WhenAny(task, Task.Delay(TimeLimitedTestFramework.Limit, CancellationToken.None)) == task;

    protected override ValueTask<RunSummary> RunTestMethod(
        XunitTestClassRunnerContext ctxt,
        IXunitTestMethod? testMethod,
        IReadOnlyCollection<IXunitTestCase> testCases,
        object?[] constructorArguments) =>
        testMethod is null
            ? base.RunTestMethod(ctxt, testMethod, testCases, constructorArguments)
            : new TimeLimitedTestMethodRunner(TimeLimitedTestFramework.Limit, Task.Delay).Run(
                testMethod,
                testCases,
                ctxt.ExplicitOption,
                ctxt.MessageBus,
                ctxt.Aggregator.Clone(),
                ctxt.CancellationTokenSource,
                constructorArguments);
}

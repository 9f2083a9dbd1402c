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
    private SemaphoreSlim? _slots;

    // The context limits the parallel collections, but always uses its own runner; so the limit is applied here.
    protected override async ValueTask<RunSummary> RunTestCollection(
        XunitTestAssemblyRunnerContext ctxt, IXunitTestCollection testCollection, IReadOnlyCollection<IXunitTestCase> testCases)
    {
        var slots = LazyInitializer.EnsureInitialized(
            ref _slots, () => new SemaphoreSlim(ctxt.MaxParallelThreads > 0 ? ctxt.MaxParallelThreads : int.MaxValue));
        await slots.WaitAsync(ctxt.CancellationTokenSource.Token);
        try
        {
            return await new TimeLimitedTestCollectionRunner().Run(
                testCollection,
                testCases,
                ctxt.ExplicitOption,
                ctxt.MessageBus,
                ctxt.AssemblyTestCaseOrderer ?? DefaultTestCaseOrderer.Instance,
                ctxt.Aggregator.Clone(),
                ctxt.CancellationTokenSource,
                ctxt.AssemblyFixtureMappings);
        }
        finally
        {
            slots.Release();
        }
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

using FileRoutedApi.TimeLimit;
using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace FileRoutedApi.Tests;

/// <summary>A test that never ends fails by name, wherever it hangs, and the run continues.</summary>
public class TimeLimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Hanging.Waits), "It did not end when it was cancelled.")]
    [InlineData(nameof(Hanging.Blocks), "It did not end when it was cancelled.")]
    [InlineData(nameof(Hanging.Never_finishes_its_disposal), "It did not end when it was cancelled.")]
    [InlineData(nameof(Hanging.Waits_for_its_token), "it ended with System.Threading.Tasks.TaskCanceledException: A task was canceled.")]
    public async Task A_test_that_never_ends_fails_by_name(string name, string where)
    {
        var (summary, messages) = await RunAsync(name);

        var test = Assert.Single(messages.OfType<ITestStarting>());
        var failed = Assert.Single(messages.OfType<ITestFailed>());
        Assert.Equal((1, 1), (summary.Total, summary.Failed));
        Assert.EndsWith($".{name}", test.TestDisplayName, StringComparison.Ordinal);
        Assert.Equal(test.TestUniqueID, failed.TestUniqueID);
        Assert.StartsWith("The test exceeded the time limit of 180 s.", failed.Messages[0], StringComparison.Ordinal);
        Assert.Contains(where, failed.Messages[0], StringComparison.Ordinal);
        Assert.Equal(test.TestUniqueID, Assert.Single(messages.OfType<ITestFinished>()).TestUniqueID);
        Assert.Single(messages.OfType<ITestCaseFinished>());
        Assert.Single(messages.OfType<ITestMethodFinished>());
    }

    [Fact]
    public async Task A_test_within_the_limit_is_reported_unchanged()
    {
        var (summary, messages) = await RunAsync(nameof(Hanging.Ends));

        Assert.Equal((1, 0), (summary.Total, summary.Failed));
        Assert.Single(messages.OfType<ITestPassed>());
    }

    [Fact]
    public void The_tests_of_this_repository_run_under_it() =>
        Assert.IsType<TimeLimitedTestFramework>(ExtensibilityPointFactory.GetTestFramework(typeof(TimeLimitTests).Assembly));

    [Fact]
    public async Task Collections_run_in_their_order_and_the_others_after_them()
    {
        var assembly = new XunitTestAssembly(typeof(Hanging).Assembly, configFileName: null, version: null);
        IXunitTestCase[] testCases =
        [
            .. Enumerable.Range(0, 20).Select(i => CaseOf(assembly, $"collection {i}", i % 4 == 0, nameof(Hanging.Ends))),
        ];
        var options = TestFrameworkOptions.ForExecution(new TestAssemblyConfiguration { MaxParallelThreads = 1 });
        using var bus = new RecordingBus();

        var summary = await new TimeLimitedTestAssemblyRunner().Run(assembly, testCases, bus, options, Stop);

        var ordered = DefaultTestCollectionOrderer.Instance.OrderTestCollections([.. testCases.Select(test => test.TestCollection)]);
        Assert.Equal((20, 0), (summary.Total, summary.Failed));
        Assert.Equal(
            [.. ordered.OrderBy(collection => collection.DisableParallelization).Select(collection => collection.TestCollectionDisplayName)],
            bus.Messages.OfType<ITestCollectionStarting>().Select(starting => starting.TestCollectionDisplayName));
    }

    private static XunitTestCase CaseOf(XunitTestAssembly assembly, string collectionName, bool disableParallelization, string name)
    {
        var collection = new XunitTestCollection(assembly, collectionDefinition: null, disableParallelization, collectionName);
        var method = new XunitTestMethod(new XunitTestClass(typeof(Hanging), collection), typeof(Hanging).GetMethod(name)!, []);
        return new XunitTestCase(method, $"{typeof(Hanging)}.{name}", $"{typeof(Hanging)}.{name}", @explicit: false);
    }

    private static async Task<(RunSummary Summary, IReadOnlyList<IMessageSinkMessage> Messages)> RunAsync(string name)
    {
        var assembly = new XunitTestAssembly(typeof(Hanging).Assembly, configFileName: null, version: null);
        var testCase = CaseOf(assembly, nameof(Hanging), disableParallelization: false, name);
        var method = testCase.TestMethod;
        using var bus = new RecordingBus();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Hanging.Hangs.Value = hangs;
        var runner = new TimeLimitedTestMethodRunner(TimeLimitedTestFramework.Limit, PassAsync);
        return (await runner.Run(method, [testCase], ExplicitOption.Off, bus, new ExceptionAggregator(), stop, []), bus.Messages);

        // The limit elapses once the test hangs. So does the time for its cleanup, unless the test observes its token.
        Task PassAsync(TimeSpan time, CancellationToken over) => (time == TimeLimitedTestFramework.Limit, name) switch
        {
            (true, _) => hangs.Task,
            (_, nameof(Hanging.Waits_for_its_token)) => Task.Delay(Timeout.Infinite, over),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Methods without <c>[Fact]</c>, so that only these tests run them.</summary>
    public sealed class Hanging : IDisposable
    {
        private bool _hangsAtTheEnd;

        /// <summary>Completed where a test begins to hang.</summary>
        internal static AsyncLocal<TaskCompletionSource?> Hangs { get; } = new();

        public static Task Waits() => HangAsync(CancellationToken.None);

        public static Task Waits_for_its_token() => HangAsync(TestContext.Current.CancellationToken);

        public static void Blocks() => Block();

        public void Never_finishes_its_disposal() => _hangsAtTheEnd = true;

        public void Ends() => Assert.False(_hangsAtTheEnd);

        public void Dispose()
        {
            if (_hangsAtTheEnd)
            {
                Block();
            }
        }

        private static Task HangAsync(CancellationToken stop)
        {
            Hangs.Value!.SetResult();
            return Task.Delay(Timeout.Infinite, stop);
        }

        private static void Block()
        {
            Hangs.Value!.SetResult();
            Thread.CurrentThread.Join();
        }
    }

    private sealed class RecordingBus : IMessageBus, IMessageSink
    {
        private readonly List<IMessageSinkMessage> _messages = [];

        public IReadOnlyList<IMessageSinkMessage> Messages
        {
            get
            {
                lock (_messages)
                {
                    return [.. _messages];
                }
            }
        }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            lock (_messages)
            {
                _messages.Add(message);
            }

            return true;
        }

        public bool OnMessage(IMessageSinkMessage message) => QueueMessage(message);

        public void Dispose()
        {
        }
    }
}

using Xunit.Sdk;
using Xunit.v3;

namespace FileRoutedApi.TimeLimit;

/// <summary>Reports the messages of one test case until its time limit, then the failure of the tests that are still running.</summary>
internal sealed class TimeLimitedMessageBus(IMessageBus bus) : IMessageBus
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ITestStarting> _running = [];
    private ITestCaseStarting? _testCase;
    private ITestFailed? _lateFailure;
    private volatile int _finished;
    private bool _isClosed;

    /// <summary>The number of tests that have ended.</summary>
    public int Finished => _finished;

    public bool QueueMessage(IMessageSinkMessage message)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                _lateFailure ??= message as ITestFailed;
                return true;
            }

            switch (message)
            {
                case ITestCaseStarting starting:
                    _testCase = starting;
                    break;
                case ITestStarting starting:
                    _running[starting.TestUniqueID] = starting;
                    break;
                case ITestFinished finished:
                    _running.Remove(finished.TestUniqueID);
                    _finished++;
                    break;
                default:
                    break;
            }

            return bus.QueueMessage(message);
        }
    }

    /// <summary>Ignores later messages of the test case, except the first failure: its stack trace shows where the test hung.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    /// <summary>Fails the tests that have not ended.</summary>
    public void Fail(IXunitTestCase testCase, CancellationTokenSource stop, TimeSpan limit)
    {
        lock (_lock)
        {
            var where = _lateFailure is { } late
                ? $" When it was cancelled it ended with {string.Join(" ", late.ExceptionTypes)}: "
                    + $"{string.Join(Environment.NewLine, [.. late.Messages, .. late.StackTraces])}"
                : " It did not end when it was cancelled.";
            var failure = $"The test exceeded the time limit of {limit.TotalSeconds} s.{where}";
            if (_testCase is not { } starting)
            {
                XunitRunnerHelper.FailTestCases(bus, stop, [testCase], failure);
                return;
            }

            if (_running.Count == 0)
            {
                XunitRunnerHelper.FailTestCases(bus, stop, [testCase], failure, sendTestCaseMessages: false);
            }

            foreach (var test in _running.Values)
            {
                Fail(test, new TimeoutException(failure), (decimal)limit.TotalSeconds);
            }

            bus.QueueMessage(new TestCaseFinished
            {
                AssemblyUniqueID = starting.AssemblyUniqueID,
                ExecutionTime = (decimal)limit.TotalSeconds,
                TestCaseUniqueID = starting.TestCaseUniqueID,
                TestClassUniqueID = starting.TestClassUniqueID,
                TestCollectionUniqueID = starting.TestCollectionUniqueID,
                TestMethodUniqueID = starting.TestMethodUniqueID,
                TestsFailed = 1,
                TestsNotRun = 0,
                TestsSkipped = 0,
                TestsTotal = 1,
            });
        }
    }

    public void Dispose()
    {
        // The inner bus belongs to the run.
    }

    private void Fail(ITestStarting test, Exception failure, decimal time)
    {
        bus.QueueMessage(TestFailed.FromException(
            failure,
            test.AssemblyUniqueID,
            test.TestCollectionUniqueID,
            test.TestClassUniqueID,
            test.TestMethodUniqueID,
            test.TestCaseUniqueID,
            test.TestUniqueID,
            time,
            output: "",
            warnings: null));
        bus.QueueMessage(new TestFinished
        {
            AssemblyUniqueID = test.AssemblyUniqueID,
            Attachments = new Dictionary<string, TestAttachment>(),
            ExecutionTime = time,
            FinishTime = DateTimeOffset.UtcNow,
            Output = "",
            TestCaseUniqueID = test.TestCaseUniqueID,
            TestClassUniqueID = test.TestClassUniqueID,
            TestCollectionUniqueID = test.TestCollectionUniqueID,
            TestMethodUniqueID = test.TestMethodUniqueID,
            TestUniqueID = test.TestUniqueID,
            Warnings = null,
        });
    }
}

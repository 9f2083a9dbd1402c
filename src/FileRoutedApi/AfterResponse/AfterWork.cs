using System.Diagnostics;
using System.Reflection;
using FileRoutedApi.Functions;

namespace FileRoutedApi.AfterResponse;

/// <summary>One function that runs after the response.</summary>
/// <param name="Call">Calls the function.</param>
/// <param name="Method">The function, which tells the file that it is in.</param>
/// <param name="NeedsScope">False if the function takes no services.</param>
/// <param name="Request">The trace context of the request; default if it is not traced.</param>
internal sealed record AfterWork(
    Func<ServiceCall, ValueTask> Call,
    MethodInfo Method,
    bool NeedsScope,
    TimeSpan MaxDuration,
    ActivityContext Request)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when the work has ended, however it ended.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}

using System.Collections.Concurrent;

/// <summary>The calls that were cancelled.</summary>
static class Pushes
{
    private static readonly ConcurrentDictionary<string, Lazy<TaskCompletionSource<string>>> _calls =
        new(StringComparer.Ordinal);

    public static void Cancelled(string id) => Of(id).TrySetResult("cancelled");

    public static Task<string> WaitAsync(string id) => Of(id).Task;

    private static TaskCompletionSource<string> Of(string id) =>
        _calls.GetOrAdd(id, _ => new(() => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously))).Value;
}

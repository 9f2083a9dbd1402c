namespace FileRoutedApi.IntegrationTests;

/// <content>The gate that holds the calls of the handler.</content>
public partial class RegenerationTests
{
    /// <summary>Counts the calls of the handler and holds each until the test opens the gate.</summary>
    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
        private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Entered { get; private set; }

        public string? Failure { get; set; }

        public void Open() => _open.TrySetResult();

        public void Close() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<string> PassAsync(string what)
        {
            int number;
            Task open;
            lock (_lock)
            {
                number = ++Entered;
                open = _open.Task;
                _waiting.Where(waiting => waiting.Count <= number).ToList().ForEach(waiting => waiting.Reached.TrySetResult());
            }

            await open;
            return $"{number} {Failure}";
        }

        public Task EnteredAsync(int count)
        {
            lock (_lock)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((count, reached));
                if (Entered >= count)
                {
                    reached.TrySetResult();
                }

                return reached.Task.WaitAsync(Stop);
            }
        }
    }
}

using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// A response that is not sent to a client. Runs the callbacks of the response like a server, which <see cref="HttpResponseFeature"/> does
/// not.
/// </summary>
internal sealed class UnsentResponse : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private bool _hasStarted;

    public override bool HasStarted => _hasStarted;

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public async Task StartAsync()
    {
        while (_starting.TryPop(out var starting))
        {
            await starting.Callback(starting.State);
        }

        _hasStarted = true;
    }

    public async Task CompleteAsync()
    {
        while (_completed.TryPop(out var completed))
        {
            await completed.Callback(completed.State);
        }
    }
}

using System.Diagnostics;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Starts the trace of a request when its code sends a request by <see cref="HttpClient"/>, so that this sends <c>traceparent</c>.
/// </summary>
internal sealed class OutgoingRequests : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private IDisposable? _subscription;

    private OutgoingRequests()
    {
    }

    /// <summary>Follows the requests of this process until the application has stopped.</summary>
    public static void Follow(IHostApplicationLifetime lifetime)
    {
        var requests = new OutgoingRequests();
        var listeners = DiagnosticListener.AllListeners.Subscribe(requests);
        lifetime.ApplicationStopped.Register(() =>
        {
            listeners.Dispose();
            requests._subscription?.Dispose();
        });
    }

    // HttpClient sends the id of its own activity, which it creates if there is a current one or a subscriber enables the event. So the
    // predicate starts the trace of the request. The events are ignored.
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
        {
            _subscription = value.Subscribe(this, (name, _, _) => name == "System.Net.Http.HttpRequestOut" && RequestScope.StartTrace());
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}

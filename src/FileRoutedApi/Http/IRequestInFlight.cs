namespace FileRoutedApi.Http;

/// <summary>
/// A request that a reload in development waits for. A request that lasts as long as its client wants, such as a WebSocket, leaves early:
/// what it uses is tracked in another way.
/// </summary>
internal interface IRequestInFlight
{
    /// <summary>Ends the wait for this request. Further calls have no effect.</summary>
    void Leave();
}

namespace FileRoutedApi;

/// <summary>
/// Runs work after the response to the current request has been sent, like <c>after</c> of Next.js. It is a scoped service: take it as a
/// parameter, or resolve it from the services of the request. In a route file, <see cref="ApiResponse.After(Delegate, TimeSpan?)"/> does
/// the same.
/// </summary>
/// <remarks>
/// <para>
/// The work of one request runs in the order in which it was added, also if the handler throws or the client disconnects. It has no
/// <c>HttpContext</c>, and scoped services of the request are disposed by then. Capture the values that it needs, and take services as
/// parameters. An exception is logged. A graceful shutdown waits for the work, but it is lost if the process is killed.
/// </para>
/// <para>In a service scope that belongs to no request, the work runs when the scope is disposed.</para>
/// </remarks>
public interface IAfter
{
    /// <summary>Adds work that takes nothing but a cancellation token.</summary>
    /// <param name="work">
    /// The work. Its token is cancelled when the maximum duration is over, or when a shutdown does not wait any longer.
    /// </param>
    /// <param name="maxDuration">The maximum duration; that of the setting <c>FileRoutes:After:MaxDuration</c> if null.</param>
    /// <exception cref="ApiException">Too much work is waiting (503, setting <c>FileRoutes:After:MaxPending</c>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum duration is not positive, or longer than a day.</exception>
    /// <exception cref="InvalidOperationException">The response has been sent already.</exception>
    void Run(Func<CancellationToken, Task> work, TimeSpan? maxDuration = null);

    /// <summary>Adds work that takes services, such as <c>async (Mailer mailer, CancellationToken stop) => ...</c>.</summary>
    /// <param name="work">
    /// A function whose parameters are services, which are resolved in a scope of its own, and optionally a
    /// <see cref="CancellationToken"/>. A task that it returns is awaited; any other result is ignored.
    /// </param>
    /// <param name="maxDuration">The maximum duration; that of the setting <c>FileRoutes:After:MaxDuration</c> if null.</param>
    /// <exception cref="ApiException">Too much work is waiting (503, setting <c>FileRoutes:After:MaxPending</c>).</exception>
    /// <exception cref="ArgumentException">A parameter is not a service, or the function is <c>async void</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum duration is not positive, or longer than a day.</exception>
    /// <exception cref="InvalidOperationException">The response has been sent already.</exception>
    void Run(Delegate work, TimeSpan? maxDuration = null);
}

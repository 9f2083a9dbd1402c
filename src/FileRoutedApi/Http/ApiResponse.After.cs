using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <content>Work after the response.</content>
public sealed partial class ApiResponse
{
    /// <inheritdoc cref="IAfter.Run(Func{CancellationToken, Task}, TimeSpan?)"/>
    public void After(Func<CancellationToken, Task> work, TimeSpan? maxDuration = null) => Queue.Run(work, maxDuration);

    /// <inheritdoc cref="IAfter.Run(Delegate, TimeSpan?)"/>
    public void After(Delegate work, TimeSpan? maxDuration = null) => Queue.Run(work, maxDuration);

    // The context may belong to another request once the handler has returned.
    private IAfter Queue => _progress == Progress.Closed
        ? throw new InvalidOperationException(UsageTexts.AfterTooLate)
        : _context.RequestServices.GetRequiredService<IAfter>();
}

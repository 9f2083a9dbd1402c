using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>The logger that a plain <see cref="ILogger"/> parameter gets: that of the route file whose function is called.</summary>
internal sealed class HandlerLogger(ILoggerFactory loggers)
{
    private ILogger? _current;

    public ILogger Current
    {
        get => _current ??= loggers.CreateLogger(nameof(FileRoutedApi));
        set => _current = value;
    }
}

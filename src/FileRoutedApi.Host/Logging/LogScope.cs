namespace FileRoutedApi.Host.Logging;

/// <summary>Properties of every log entry that is written within a connection or a request.</summary>
/// <param name="outer">The scope of the connection; null in the connection itself.</param>
/// <remarks>
/// A scope of Serilog sets two <see cref="AsyncLocal{T}"/> and resets both. This one sets one, and the server restores the execution
/// context after each request and each connection.
/// </remarks>
internal abstract class LogScope(LogScope? outer) : IDisposable
{
    private static readonly AsyncLocal<LogScope?> _current = new();

    /// <summary>Gets or sets the innermost scope.</summary>
    public static LogScope? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    /// <summary>Gets the scope around this one.</summary>
    public LogScope? Outer { get; } = outer;

    /// <summary>Gets the properties of this scope, without those of the outer one.</summary>
    public abstract IEnumerable<KeyValuePair<string, object?>> Properties { get; }

    public void Dispose()
    {
    }
}

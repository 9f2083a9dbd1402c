using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Testing;

/// <summary>One entry of the log.</summary>
/// <param name="Level">The level.</param>
/// <param name="Category">The name of the logger; the route file for the log entry of a request.</param>
/// <param name="EventId">The id and name of the event; 0 if it has none.</param>
/// <param name="Message">The message with its values.</param>
/// <param name="Exception">The exception that was logged, or null.</param>
/// <param name="Properties">The values of the message and of the scopes, by name.</param>
public sealed record CapturedLog(
    LogLevel Level,
    string Category,
    EventId EventId,
    string Message,
    Exception? Exception,
    IReadOnlyDictionary<string, object?> Properties)
{
    /// <summary>Returns level, category, message and exception as text.</summary>
    /// <returns>A line, and further lines for an exception.</returns>
    public override string ToString() =>
        $"{Level} {Category}: {Message}{(Exception is null ? "" : Environment.NewLine + Exception)}";
}

namespace FileRoutedApi.Host.Logging;

/// <summary>Where the development server writes its text and the log of its applications.</summary>
/// <param name="Output">Takes the text.</param>
/// <param name="Style">The colours of the text.</param>
/// <param name="HasKeys">True if keys can be read.</param>
internal sealed record HostConsole(TextWriter Output, TerminalStyle Style, bool HasKeys)
{
    /// <summary>Returns the console of this process.</summary>
    public static HostConsole OfConsole(bool hasKeys) => new(Console.Out, TerminalStyle.OfConsole(), hasKeys);
}

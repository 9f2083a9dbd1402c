namespace FileRoutedApi.Host.Logging;

/// <summary>Colours text for a terminal, but not in a pipe and not if <c>NO_COLOR</c> is set (no-color.org).</summary>
internal sealed class TerminalStyle(bool colours)
{
    public static TerminalStyle OfConsole() => new(
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb");

    public string Bold(string text) => Code(1, text);

    public string Dim(string text) => Code(2, text);

    public string Red(string text) => Code(31, text);

    public string Green(string text) => Code(32, text);

    public string Yellow(string text) => Code(33, text);

    public string Cyan(string text) => Code(36, text);

    private string Code(int code, string text) => colours ? $"\e[{code}m{text}\e[0m" : text;
}

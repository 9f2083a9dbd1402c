using System.Globalization;
using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Control characters in text of clients and files: the terminal and the log show them, but never interpret them.</summary>
public sealed class TerminalTextTests
{
    public static TheoryData<string> Hostile =>
    [
        "\e]0;title\a", "\e]52;c;ZXZpbA==\a", "\e[2J", "\u009B2J", "\u0085", "\u2028", "\u2029", "\u202E", "\u2066", "\u200F", "\b\b", "\0", "\u007F",
        "x\r12:00:00 info forged", "x\n12:00:00 info forged", "x\r\n12:00:00 info forged",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_log_on_a_terminal_escapes_it(string text)
    {
        var output = Format(new TerminalLog(new TerminalStyle(colours: false), Path.GetTempPath()), log =>
        {
            log.Information("Agent {Agent}", text);
            log.ForContext(Constants.SourceContextPropertyName, text).Error(Thrown(text), text.Replace("{", "", StringComparison.Ordinal));
            log.ForContext("File", text).Information("{RequestMethod} {RequestPath} {StatusCode} in {Elapsed}", text, text, 200, 1.0);
        });

        ExpectHarmless(output);
        Assert.Contains("   at ", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split('\n').Count(line => line.Length > 2 && line[2] == ':'));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_output_of_the_development_server_escapes_it(string text)
    {
        using var folder = new TempFolder(("api/x.cs", $"// {text}\n"));
        var output = new StringWriter();
        var terminal = new DevTerminal(output, new TerminalStyle(colours: false), folder.Root);

        terminal.NotStarted([new RouteDiagnostic("FRA2013", RouteDiagnosticSeverity.Error, "api/x.cs", 1, 1, text)]);
        terminal.Restarting([text]);
        terminal.Unexpected(text, Thrown(text));

        ExpectHarmless(output.ToString());
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_JSON_log_escapes_it(string text)
    {
        var output = Format(new EscapingJson(new CompactJsonFormatter()), log => log.Error(Thrown(text), "Agent {Agent}", text));

        ExpectHarmless(output);
        var logged = System.Text.Json.JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal(text, logged.GetProperty("Agent").GetString());
        Assert.Contains(text, logged.GetProperty("@x").GetString(), StringComparison.Ordinal);
    }

    private static void ExpectHarmless(string output)
    {
        Assert.DoesNotContain(output, character => char.IsControl(character) && character is not '\n');
        Assert.DoesNotContain(output, character => character is '\u2028' or '\u2029' or '\u202E' or '\u2066' or '\u200F');
        Assert.DoesNotContain("\n12:00:00 info forged", output, StringComparison.Ordinal);
    }

    private static string Format(ITextFormatter formatter, Action<Serilog.ILogger> write)
    {
        var sink = new TextSink(formatter);
        using var log = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        write(log);
        return sink.Output.ToString();
    }

    private static InvalidOperationException Thrown(string text)
    {
        try
        {
            throw new InvalidOperationException(text);
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private sealed class TextSink(ITextFormatter formatter) : ILogEventSink
    {
        public StringWriter Output { get; } = new(CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, Output);
    }
}

using System.Text;
using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>
/// A development server in the process of the tests, which has compiled the code of the server already. A route file must not depend on
/// the process: its standard output and its current folder are those of the tests.
/// </summary>
internal sealed class DevInProcess : IAsyncDisposable
{
    // Whatever the environment of the tests says.
    private static readonly string[] _ownSettings = ["--environment=Development", "--FileRoutes:CompileCache=false"];

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public DevInProcess(string root, string[] settings)
    {
        var folder = ServedFolder.Open(root, [.. _ownSettings, .. settings], "Development");
        var console = new HostConsole(TextWriter.Synchronized(new LineWriter(Lines)), new TerminalStyle(colours: false), HasKeys: false);
        _running = Task.Run(() => RunAsync(folder, console));
    }

    /// <summary>Gets what the server prints.</summary>
    public HostLines Lines { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(ServedFolder folder, HostConsole console)
    {
        try
        {
            await new DevSession(folder, ["--urls=http://127.0.0.1:0"], console).RunAsync(open: false, _stopping.Token);
        }
        catch (FileRoutesException exception)
        {
            Lines.AddError(exception.Message);
        }
        finally
        {
            Lines.Add(null);
            Lines.AddError(null);
        }
    }

    /// <summary>Passes on complete lines.</summary>
    private sealed class LineWriter(HostLines lines) : TextWriter
    {
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            lines.Add(_line.ToString());
            _line.Clear();
        }
    }
}

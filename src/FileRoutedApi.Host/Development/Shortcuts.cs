using System.Runtime.InteropServices;

namespace FileRoutedApi.Host.Development;

/// <summary>What the keys of the terminal do while the development server runs.</summary>
/// <param name="restart">Restarts the application.</param>
/// <param name="quit">Stops the server.</param>
/// <param name="open">Opens an address in the browser; returns false if there is none.</param>
internal sealed class Shortcuts(DevTerminal terminal, Action restart, Action quit, Func<string, bool> open)
{
    /// <summary>
    /// Gets whether keys can be read: input and output are a terminal, and the process is in its foreground. A process in the background
    /// that reads from its terminal is suspended.
    /// </summary>
    public static bool AreAvailable => !Console.IsInputRedirected && !Console.IsOutputRedirected && IsInForeground();

    /// <summary>Reads keys on a thread of its own until the process ends.</summary>
    public void Start() => new Thread(Read) { IsBackground = true, Name = "Keys" }.Start();

    /// <summary>Does what a key stands for. Other keys do nothing.</summary>
    public void Press(char key)
    {
        switch (char.ToLowerInvariant(key))
        {
            case 'o':
                Open(terminal.Address);
                break;
            case 'd' when terminal.HasDashboard:
                Open($"{terminal.Address}{DevTerminal.DashboardPath}");
                break;
            case 'r':
                restart();
                break;
            case 'q':
                quit();
                break;
            case 'h' or '?':
                terminal.Shortcuts();
                break;
            default:
                break;
        }
    }

    /// <summary>Opens an address in the browser, or says that there is none.</summary>
    public void Open(string? address)
    {
        if (address is not null && !open(address))
        {
            terminal.NoBrowser(address);
        }
    }

    private void Read()
    {
        try
        {
            while (true)
            {
                Press(Console.ReadKey(intercept: true).KeyChar);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal was closed.
        }
    }

    private static bool IsInForeground()
    {
        try
        {
            return OperatingSystem.IsWindows() || ForegroundGroup(0) == OwnGroup();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <param name="terminal">The descriptor of the terminal; 0 is the standard input.</param>
    [DllImport("libc", EntryPoint = "tcgetpgrp")]
    private static extern int ForegroundGroup(int terminal);

    [DllImport("libc", EntryPoint = "getpgrp")]
    private static extern int OwnGroup();
}

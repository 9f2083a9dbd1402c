using System.ComponentModel;
using System.Diagnostics;

namespace FileRoutedApi.Host.Serving;

/// <summary>Opens addresses in the browser of the user.</summary>
internal static class Browser
{
    // Linux has several programs for this, and `xdg-open` starts the right one. .NET starts the program of the other systems.
    private const string LinuxProgram = "xdg-open";

    /// <summary>Opens an address. Returns false if there is no browser, such as on a server.</summary>
    public static bool TryOpen(string url)
    {
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo(LinuxProgram, [url]) { RedirectStandardOutput = true, RedirectStandardError = true }
            : new ProcessStartInfo(url) { UseShellExecute = true };
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}

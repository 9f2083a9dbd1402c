using System.Runtime.InteropServices;
using FileRoutedApi.Compilation.Development;

namespace FileRoutedApi.Host.Development;

/// <summary>The names, times and lengths of the settings files of a folder.</summary>
internal sealed class SettingsFileStamps
{
    private static readonly TimeSpan _pollingInterval = TimeSpan.FromMilliseconds(250);

    private readonly string _root;
    private readonly HashSet<(string Name, DateTime Time, long Length)> _stamps;

    private SettingsFileStamps(string root)
    {
        _root = root;
        _stamps = [.. SettingsFileNames.In(root).Select(file => (file.Name, file.LastWriteTimeUtc, file.Length))];
    }

    /// <summary>Reads the stamps.</summary>
    public static SettingsFileStamps Of(string root) => new(root);

    /// <summary>Returns true if an error is in one of the files.</summary>
    public bool Contain(RouteDiagnostic diagnostic) => diagnostic.IsError && _stamps.Any(stamp => stamp.Name == diagnostic.File);

    /// <summary>Waits until a file is changed, created or deleted. Nothing else runs, so polling is simple and reliable.</summary>
    /// <param name="begun">Called when the process can be stopped by a signal.</param>
    /// <returns>False if the process is stopping.</returns>
    public async Task<bool> WaitForChangeAsync(Action begun, TimeProvider time, CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        begun();
        while (!stopping.IsCancellationRequested)
        {
            if (!new SettingsFileStamps(_root)._stamps.SetEquals(_stamps))
            {
                return true;
            }

            await Task.Delay(_pollingInterval, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }
}

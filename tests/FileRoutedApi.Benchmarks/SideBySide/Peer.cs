using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>A server that is built for production and measured.</summary>
/// <param name="key">The name for <c>--only</c>.</param>
internal abstract class Peer(string key, string folder)
{
    public string Key => key;

    /// <summary>The name in the tables.</summary>
    public abstract string Name { get; }

    protected string Folder => folder;

    /// <summary>Downloads the dependencies.</summary>
    public virtual Task InstallAsync(CancellationToken stop) => Task.CompletedTask;

    /// <summary>Writes the source of the app and builds it.</summary>
    public abstract Task BuildAsync(PeerApp app, CancellationToken stop);

    public abstract ProcessStartInfo Command(PeerApp app, int port);

    /// <summary>Checks that a hand-written server runs with the default settings of the JIT, which the tests of this repository change.</summary>
    /// <exception cref="InvalidDataException">It does not. The whole benchmark ends.</exception>
    protected static void CheckRuntimeSettings(string assembly)
    {
        if (File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json")).Contains("Tiered", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{assembly} does not run with the default JIT settings.");
        }
    }

    protected string FolderOf(PeerApp app) => Path.Combine(folder, app.Name);

    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets a path that the project file of the benchmarks defines.</summary>
    protected internal static string ProjectPath(string name) =>
        Path.GetFullPath(typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!);
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>
/// A server from npm. Its folder in <c>peers/</c> is copied: <c>package.json</c> with the versions, and the files that all apps share.
/// </summary>
internal abstract class NpmPeer(string key, string folder) : Peer(key, folder)
{
    private const string PackageFile = "package.json";
    private const string Stamp = "built.txt";

    private readonly string _fixedFiles = Path.Combine(ProjectPath("Peers"), key);

    public override async Task InstallAsync(CancellationToken stop) =>
        await Npm.InstallAsync(Folder, await File.ReadAllTextAsync(Path.Combine(_fixedFiles, PackageFile), stop), stop);

    /// <summary>Builds the app unless the same sources are built already.</summary>
    public override async Task BuildAsync(PeerApp app, CancellationToken stop)
    {
        var sources = FixedFiles().Concat(Sources(app)).ToList();
        var hash = Convert.ToHexString(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Join('\n', sources) + await File.ReadAllTextAsync(Path.Combine(Folder, PackageFile), stop))));
        var stamp = Path.Combine(FolderOf(app), Stamp);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, stop) == hash)
        {
            return;
        }

        SourceFolder.Replace(FolderOf(app), sources);
        if (BuildCommand(app) is { } command)
        {
            await ChildProcess.RunAsync(command, stop);
        }

        await File.WriteAllTextAsync(stamp, hash, stop);
    }

    protected abstract IEnumerable<SourceFile> Sources(PeerApp app);

    /// <summary>The build command; null if the sources run without a build.</summary>
    protected abstract ProcessStartInfo? BuildCommand(PeerApp app);

    protected string Version(string package) => Npm.VersionOf(Folder, package);

    /// <summary>A file of a package.</summary>
    protected string Installed(string path) => Path.Combine(Folder, "node_modules", path);

    /// <summary>A command in the folder of the app, as in production.</summary>
    protected ProcessStartInfo Run(PeerApp app, int port, string program, params string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = FolderOf(app),
        Environment =
        {
            ["NODE_ENV"] = "production",
            ["NEXT_TELEMETRY_DISABLED"] = "1",
            ["HOST"] = "127.0.0.1",
            ["PORT"] = Text(port),
        },
    };

    private IEnumerable<SourceFile> FixedFiles() =>
        from file in Directory.EnumerateFiles(_fixedFiles).Order(StringComparer.Ordinal)
        where Path.GetFileName(file) != PackageFile
        select new SourceFile(Path.GetFileName(file), File.ReadAllText(file));
}

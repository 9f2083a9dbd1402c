using System.Runtime.InteropServices;
using FileRoutedApi.Built;
using FileRoutedApi.Compilation;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// The output folder of a build. The build writes to a staging folder beside it, so that the previous output stays until the new one is
/// complete. Only files of a previous build are replaced; any other file stops the build.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FolderMode =
        OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly OutputKind _kind;
    private UnixFileMode _mode;

    private OutputFolder(string path, OutputKind kind)
    {
        _path = path;
        _kind = kind;
        StagingPath = $"{path}.{Guid.NewGuid():N}";
    }

    /// <summary>Gets the path of the staging folder.</summary>
    public string StagingPath { get; }

    /// <summary>Creates the staging folder beside the output.</summary>
    /// <param name="kind">What the output is; that of <c>build</c> by default. An output of another kind is not replaced.</param>
    /// <exception cref="FileRoutesException">
    /// The output contains other files (FRA3024) or the sources (FRA3025), or cannot be written (FRA3026).
    /// </exception>
    public static OutputFolder Open(string path, RouteFolder sources, OutputKind? kind = null)
    {
        path = Path.TrimEndingDirectorySeparator(RealPath.Of(path));
        var sourceFolders = sources.AllPaths.Append(new PublicFolder(sources.Root).FullPath);
        if (RealPath.IsWithin(RealPath.Of(sources.Root), path) || sourceFolders.Any(folder => RealPath.IsWithin(path, RealPath.Of(folder))))
        {
            throw new FileRoutesException(RouteDiagnostics.OutputHoldsSources(path));
        }

        var folder = new OutputFolder(path, kind ?? OutputKind.Build);
        folder.Try(() => folder.CheckOurs(path));
        folder.Try(folder.CreateStaging);
        return folder;
    }

    /// <summary>Writes everything except the manifest.</summary>
    /// <param name="settings">The settings files.</param>
    public void Write(FolderBuild build, IReadOnlyList<string> settings) => Try(() =>
    {
        foreach (var file in build.Files.Concat(settings))
        {
            HostFiles.Copy(file, StagingPath);
        }

        HostFiles.CopyTo(StagingPath, build.Files, [.. build.Images.Select(image => image.Name)]);
        foreach (var (name, image) in build.Images)
        {
            File.WriteAllBytes(Path.Combine(StagingPath, $"{name}.dll"), image.Assembly);
            File.WriteAllBytes(Path.Combine(StagingPath, $"{name}.pdb"), image.Symbols);
            if (image.Documentation.Length > 0)
            {
                File.WriteAllBytes(Path.Combine(StagingPath, $"{name}.xml"), image.Documentation);
            }
        }
    });

    /// <summary>Copies the files that route files read, with their times.</summary>
    /// <param name="root">The folder of the sources.</param>
    /// <param name="names">The names relative to both folders, with <c>/</c>.</param>
    public void CopyAssets(string root, IReadOnlyList<string> names) => Try(() =>
    {
        foreach (var name in names)
        {
            File.Copy(Path.Combine(root, name), PathFor(name));
        }
    });

    /// <summary>Copies the static files and writes their compressed copies.</summary>
    /// <returns>The files, for the manifest.</returns>
    public async Task<IReadOnlyList<BuiltPublicFile>> WritePublicAsync(PublicFiles files, CancellationToken cancellationToken)
    {
        IReadOnlyList<BuiltPublicFile> written = [];
        await TryAsync(async () => written = await PublicOutput.WriteAsync(files, StagingPath, cancellationToken));
        return written;
    }

    /// <summary>Writes a file of a static export.</summary>
    /// <param name="name">The name relative to the output, with <c>/</c>.</param>
    public Task WriteFileAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        TryAsync(() => File.WriteAllBytesAsync(PathFor(name), content, cancellationToken));

    /// <summary>Copies a file into a static export.</summary>
    /// <param name="name">The name relative to the output, with <c>/</c>.</param>
    public Task CopyFileAsync(string name, string source, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await using var from = File.OpenRead(source);
        await using var to = File.Create(PathFor(name));
        await from.CopyToAsync(to, cancellationToken);
    });

    /// <summary>Writes the manifest of a static export.</summary>
    public void WriteExportManifest() => Try(() =>
    {
        ExportFiles.WriteManifest(StagingPath);
        foreach (var (_, entry) in ExportFiles.EntriesOf(StagingPath))
        {
            SetMode(entry.FullName, entry is DirectoryInfo ? FolderMode : FileMode);
        }
    });

    /// <summary>Writes the manifest for the current files of the staging folder.</summary>
    public void WriteManifest(BuildManifest manifest) => Try(() =>
    {
        var files = BuiltFiles.List(StagingPath);
        var hashes = files.ToDictionary(file => file.Name, file => file.Hash);
        var native = files.Any(file =>
            file.Name.EndsWith(".dll", StringComparison.Ordinal) && ReadyToRunCompiler.IsNative(Path.Combine(StagingPath, file.Name)));
        var complete = manifest with
        {
            System = native ? RuntimeInformation.RuntimeIdentifier : manifest.System,
            Assemblies = [.. manifest.Assemblies.Select(assembly => assembly with { Hash = hashes[assembly.File] })],
            Files = files,
        };
        File.WriteAllBytes(Path.Combine(StagingPath, BuildManifest.FileName), complete.Write());
        SetModes();
    });

    /// <summary>Removes files that user code wrote into the staging folder during the check.</summary>
    /// <returns>The names of the removed entries.</returns>
    public IReadOnlyList<string> RemoveOtherFiles()
    {
        var others = BuiltFiles.FindOtherFiles(StagingPath);
        Try(() =>
        {
            foreach (var path in others.Select(name => Path.Combine(StagingPath, name)))
            {
                if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
        });
        return others;
    }

    /// <summary>Replaces the previous output. A server that runs from it keeps the files that it has open.</summary>
    /// <returns>A warning with the new path of files that were written into the previous output meanwhile; otherwise null.</returns>
    public RouteDiagnostic? Publish()
    {
        RouteDiagnostic? kept = null;
        Try(() =>
        {
            SetMode(StagingPath, _mode);
            var old = $"{StagingPath}.old";
            CheckOurs(_path);
            if (Directory.Exists(_path))
            {
                Directory.Move(_path, old);
            }

            try
            {
                // Checked again after the move: a server may have written into the folder after the first check.
                CheckOurs(old);
                Directory.Move(StagingPath, _path);
            }
            catch when (Directory.Exists(old) && !Directory.Exists(_path))
            {
                Directory.Move(old, _path);
                throw;
            }
            catch (Exception exception) when (Directory.Exists(old))
            {
                // A server has created the folder again in the meantime. Its files must not be replaced.
                throw new IOException(ReasonTexts.PreviousOutput(exception.Message, old), exception);
            }

            if (Directory.Exists(old) && _kind.Delete(old) is { Count: > 0 } left)
            {
                kept = RouteDiagnostics.OutputKept(old, left);
            }
        });
        return kept;
    }

    public void Dispose()
    {
        if (Directory.Exists(StagingPath))
        {
            Directory.Delete(StagingPath, recursive: true);
        }
    }

    private void CheckOurs(string path)
    {
        IReadOnlyList<string> others = File.Exists(path) ? [Path.GetFileName(path)]
            : Directory.Exists(path) ? _kind.FindOtherFiles(path)
            : [];
        if (others.Count > 0)
        {
            throw new FileRoutesException(RouteDiagnostics.OutputNotOwned(_path, others));
        }
    }

    /// <summary>Creates the staging folder and its missing parents. Only the owner can enter it until it is complete.</summary>
    private void CreateStaging()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(StagingPath);
            return;
        }

        var missing = new Stack<string>();
        for (var folder = StagingPath; !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
        {
            missing.Push(folder);
        }

        // One by one, because CreateDirectory applies the mode to the last folder only.
        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder, FolderMode);
        }

        _mode = File.GetUnixFileMode(StagingPath);
        SetMode(StagingPath, OwnerOnly);
    }

    /// <summary>Makes all files readable for other users, except that settings files get no more permissions than their sources.</summary>
    private void SetModes()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.GetFiles(StagingPath))
        {
            SetMode(file, SettingsFiles.IsSettings(file) ? File.GetUnixFileMode(file) & FileMode : FileMode);
        }

        foreach (var (_, entry) in BuiltFiles.DataIn(StagingPath))
        {
            SetMode(entry.FullName, entry is DirectoryInfo ? FolderMode : FileMode);
        }
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }
    }

    private FileRoutesException NotWritten(Exception exception)
    {
        Dispose();
        return new FileRoutesException(RouteDiagnostics.OutputNotWritten(_path, exception.Message));
    }

    private string PathFor(string name)
    {
        var path = Path.Combine(StagingPath, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}

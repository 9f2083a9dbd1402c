using FileRoutedApi.Built;
using FileRoutedApi.Compilation;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// Where a build goes. It is written beside it, and what was there stays until all is well. Only files of an earlier build
/// are replaced: anything else stops the build.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfFolders = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private UnixFileMode _mode;

    private OutputFolder(string path)
    {
        _path = path;
        Aside = $"{path}.{Guid.NewGuid():N}";
    }

    /// <summary>Where it is written.</summary>
    public string Aside { get; }

    /// <summary>Makes the folder beside the output.</summary>
    /// <exception cref="FileRoutesException">
    /// The output holds other files (FRA3024) or the sources (FRA3025), or cannot be written (FRA3026).
    /// </exception>
    public static OutputFolder Open(string path, RouteFolder sources)
    {
        path = Path.TrimEndingDirectorySeparator(RealPath.Of(path));
        if (RealPath.IsWithin(RealPath.Of(sources.Root), path) || RealPath.IsWithin(path, RealPath.Of(sources.ApiPath)))
        {
            throw new FileRoutesException(RouteDiagnostics.OutputHoldsSources(path));
        }

        var folder = new OutputFolder(path);
        folder.Try(() => folder.CheckOurs(path));
        folder.Try(folder.CreateAside);
        return folder;
    }

    /// <summary>Writes everything but the manifest.</summary>
    /// <param name="settings">The settings files.</param>
    public void Write(FolderBuild build, IReadOnlyList<string> settings) => Try(() =>
    {
        foreach (var file in build.Files.Concat(settings))
        {
            HostFiles.Copy(file, Aside);
        }

        HostFiles.CopyTo(Aside, build.Files, [.. build.Images.Select(image => image.Name)]);
        foreach (var (name, image) in build.Images)
        {
            File.WriteAllBytes(Path.Combine(Aside, $"{name}.dll"), image.Assembly);
            File.WriteAllBytes(Path.Combine(Aside, $"{name}.pdb"), image.Symbols);
            if (image.Documentation.Length > 0)
            {
                File.WriteAllBytes(Path.Combine(Aside, $"{name}.xml"), image.Documentation);
            }
        }
    });

    /// <summary>Writes the manifest, of the files as they are now.</summary>
    public void WriteManifest(BuildManifest manifest) => Try(() =>
    {
        var files = BuiltFiles.List(Aside);
        var hashes = files.ToDictionary(file => file.Name, file => file.Hash);
        var native = files.Any(file => file.Name.EndsWith(".dll", StringComparison.Ordinal) && ReadyToRunCompiler.IsNative(Path.Combine(Aside, file.Name)));
        var complete = manifest with
        {
            System = native ? System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier : manifest.System,
            Assemblies = [.. manifest.Assemblies.Select(assembly => assembly with { Hash = hashes[assembly.File] })],
            Files = files,
        };
        File.WriteAllBytes(Path.Combine(Aside, BuildManifest.FileName), complete.Write());
        SetModes();
    });

    /// <summary>Removes what user code wrote into the folder while it was checked.</summary>
    /// <returns>The names of what was removed.</returns>
    public IReadOnlyList<string> RemoveForeign()
    {
        var foreign = BuiltFiles.FindForeign(Aside);
        Try(() =>
        {
            foreach (var path in foreign.Select(name => Path.Combine(Aside, name)))
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
        return foreign;
    }

    /// <summary>Puts it in the place of what was there. What runs from there goes on with the files it has open.</summary>
    /// <returns>Where something was written into the earlier output in that very moment: a warning that says where it is now.</returns>
    public RouteDiagnostic? Publish()
    {
        RouteDiagnostic? kept = null;
        Try(() =>
        {
            SetMode(Aside, _mode);
            var old = $"{Aside}.old";
            CheckOurs(_path);
            if (Directory.Exists(_path))
            {
                Directory.Move(_path, old);
            }

            try
            {
                // Once more, now that nothing finds the folder by its name: a server may write into it at any time.
                CheckOurs(old);
                Directory.Move(Aside, _path);
            }
            catch when (Directory.Exists(old) && !Directory.Exists(_path))
            {
                Directory.Move(old, _path);
                throw;
            }
            catch (Exception exception) when (Directory.Exists(old))
            {
                // A server made the folder again in that moment. Nothing is moved over its files.
                throw new IOException(ReasonTexts.PreviousOutput(exception.Message, old), exception);
            }

            if (Directory.Exists(old) && BuiltFiles.Delete(old) is { Count: > 0 } left)
            {
                kept = RouteDiagnostics.OutputKept(old, left);
            }
        });
        return kept;
    }

    public void Dispose()
    {
        if (Directory.Exists(Aside))
        {
            Directory.Delete(Aside, recursive: true);
        }
    }

    private void CheckOurs(string path)
    {
        IReadOnlyList<string> foreign = File.Exists(path) ? [Path.GetFileName(path)] : Directory.Exists(path) ? BuiltFiles.FindForeign(path) : [];
        if (foreign.Count > 0)
        {
            throw new FileRoutesException(RouteDiagnostics.OutputNotOwned(_path, foreign));
        }
    }

    /// <summary>Makes the folder, which only its owner can enter until it is complete, and those above it that are missing.</summary>
    private void CreateAside()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Aside);
            return;
        }

        var missing = new Stack<string>();
        for (var folder = Aside; !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
        {
            missing.Push(folder);
        }

        // One by one: the folders above the last would get every permission that the umask leaves.
        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder, OfFolders);
        }

        _mode = File.GetUnixFileMode(Aside);
        SetMode(Aside, OwnerOnly);
    }

    /// <summary>Everything can be read by the user who runs it, but a settings file by no more users than before.</summary>
    private void SetModes()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Aside))
        {
            SetMode(file, SettingsFiles.IsSettings(file) ? File.GetUnixFileMode(file) & OfFiles : OfFiles);
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
            Dispose();
            throw new FileRoutesException(RouteDiagnostics.OutputNotWritten(_path, exception.Message));
        }
    }
}

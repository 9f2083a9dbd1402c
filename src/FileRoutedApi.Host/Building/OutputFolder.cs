using FileRoutedApi.Compilation;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>Where a build goes. It is written beside it, and what was there stays until all is well.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _path;

    private OutputFolder(string path)
    {
        _path = path;
        Aside = $"{path}.{Guid.NewGuid():N}";
    }

    /// <summary>Where it is written.</summary>
    public string Aside { get; }

    /// <summary>Makes the folder beside the output.</summary>
    /// <exception cref="FileRoutesException">The output is somebody's folder (FRA3024, FRA3025), or cannot be written (FRA3026).</exception>
    public static OutputFolder Open(string path, RouteFolder sources)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        if ($"{sources.Root}{Path.DirectorySeparatorChar}".StartsWith($"{path}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            || $"{path}{Path.DirectorySeparatorChar}".StartsWith($"{sources.ApiPath}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        {
            throw new FileRoutesException(RouteDiagnostics.OutputHoldsSources(path));
        }

        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !BuiltFolder.Exists(path)))
        {
            throw new FileRoutesException(RouteDiagnostics.OutputNotOurs(path));
        }

        var folder = new OutputFolder(path);
        folder.Try(() => Directory.CreateDirectory(folder.Aside));
        return folder;
    }

    /// <summary>Writes everything but the manifest.</summary>
    /// <param name="root">The folder with the settings files.</param>
    public void Write(FolderBuild build, string root) => Try(() =>
    {
        foreach (var file in build.Files.Concat(Directory.GetFiles(root, "appsettings*.json")))
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
        var assemblies = manifest.Assemblies.Select(assembly => assembly with { Hash = BuiltFolder.HashOf(File.ReadAllBytes(Path.Combine(Aside, assembly.File))) });
        var system = Directory.GetFiles(Aside, "*.dll").Any(ReadyToRunCompiler.IsNative) ? System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier : manifest.System;
        File.WriteAllBytes(Path.Combine(Aside, BuildManifest.FileName), (manifest with { System = system, Assemblies = [.. assemblies] }).Write());
    });

    /// <summary>Puts it in the place of what was there. What runs from there goes on with the files it has open.</summary>
    public void Publish() => Try(() =>
    {
        var old = $"{Aside}.old";
        if (Directory.Exists(_path))
        {
            Directory.Move(_path, old);
        }

        try
        {
            Directory.Move(Aside, _path);
        }
        catch (IOException) when (Directory.Exists(old))
        {
            Directory.Move(old, _path);
            throw;
        }

        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    });

    public void Dispose()
    {
        if (Directory.Exists(Aside))
        {
            Directory.Delete(Aside, recursive: true);
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

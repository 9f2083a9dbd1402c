using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>
/// Resolves packages to files with the .NET SDK. The result is cached under a hash of the project, so a start without changes needs neither
/// the SDK nor the network.
/// </summary>
internal sealed partial class PackageResolver(RouteFolder folder)
{
    private static readonly TimeSpan _resolveTimeout = TimeSpan.FromMinutes(5);

    private const string AssetsFile = "ProjectAssetsFile";

    private static readonly string[] _items =
        ["ResolvedCompileFileDefinitions", "RuntimeCopyLocalItems", "NativeCopyLocalItems", "ResolvedAnalyzers"];

    // Read from the file, because using the assembly would load the compiler.
    private static string CompilerVersion => HostAssembly.VersionOf(ReferenceFiles.Host["Microsoft.CodeAnalysis"]).ToString(2);

    /// <summary>Returns the files of the packages, or null with the reason among the diagnostics.</summary>
    public async Task<PackageAssemblies?> TryResolveAsync(
        IReadOnlyList<PackageReference> packages, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (packages.Count == 0)
        {
            return PackageAssemblies.None;
        }

        // NuGet splits the paths of its configuration files at this character, even if it is escaped.
        if (folder.Root.Contains(';', StringComparison.Ordinal))
        {
            diagnostics.Add(RouteDiagnostics.FolderNotForPackages(packages[0].File, packages[0].Line, folder.Root));
            return null;
        }

        var project = ProjectFor(packages);
        var cached = CacheFile(project);
        if (PackageAssemblies.TryLoad(cached) is { } known)
        {
            return known;
        }

        var work = Directory.CreateTempSubdirectory("fra-packages-");
        try
        {
            var resolved = await RunAsync(work.FullName, project, packages, diagnostics, cancellationToken);
            resolved?.Save(cached);
            return resolved;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Returns a project that has the packages and nothing else. References of the build file to projects are left out: the host has them.
    /// </summary>
    private string ProjectFor(IReadOnlyList<PackageReference> packages)
    {
        var buildFile = folder.PathOf(PackageReference.BuildFileOf(folder));
        var references = packages
            .Where(package => !PackageReference.BuildFiles.Contains(package.File))
            .Select(package => $"""<PackageReference Include="{SecurityElement.Escape(package.Name)}" Version="{SecurityElement.Escape(package.Version)}" />""");
        var directoryBuildProps = File.Exists(buildFile)
            ? $"<DirectoryBuildPropsPath>{ProjectText.OfPath(buildFile)}</DirectoryBuildPropsPath>"
            : "<ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>";
        return $"""
            <Project>
              <PropertyGroup>
                {directoryBuildProps}
                <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
                <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
              </PropertyGroup>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <OutputType>Library</OutputType>
                <EnableDefaultItems>false</EnableDefaultItems>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <CompilerApiVersion>roslyn{CompilerVersion}</CompilerApiVersion>
                <RestoreRootConfigDirectory>{ProjectText.OfPath(folder.Root)}</RestoreRootConfigDirectory>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Remove="@(ProjectReference)" />
                <PackageReference Remove="{string.Join(';', OwnPackages.Names)}" />
                <Compile Remove="@(Compile)" />
                {string.Concat(references)}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """;
    }

    /// <summary>
    /// Returns the file that caches the result, in a directory that only this user can write; null if there is no such directory.
    /// </summary>
    private string? CacheFile(string project)
    {
        if (OwnerOnlyDirectory.Find("packages") is not { } cache || !OwnerOnlyDirectory.TryOpen(cache))
        {
            return null;
        }

        var buildFile = folder.PathOf(PackageReference.BuildFileOf(folder));
        var key = project + (File.Exists(buildFile) ? File.ReadAllText(buildFile) : "");
        return Path.Combine(cache, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}.json");
    }

    private async Task<PackageAssemblies?> RunAsync(
        string work, string project, IReadOnlyList<PackageReference> packages, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var file = Path.Combine(work, "packages.csproj");
        await File.WriteAllTextAsync(file, project, cancellationToken);
        try
        {
            var result = await RunSdkAsync(file, cancellationToken);
            if (result.ExitCode == 0)
            {
                return Read(result.Output);
            }

            diagnostics.AddRange(ErrorsOf(result, packages));
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            diagnostics.Add(RouteDiagnostics.NoSdk(packages[0].File, packages[0].Line, exception.Message));
        }

        return null;
    }

    private static IEnumerable<RouteDiagnostic> ErrorsOf(ProcessResult result, IReadOnlyList<PackageReference> packages)
    {
        // One error may have several lines, each with its number.
        var first = packages[0];
        var found = BuildError().Matches(result.Output + result.Errors)
            .GroupBy(match => match.Groups["id"].Value, match => match.Groups["text"].Value.Trim())
            .Select(error => $"{error.Key}: {string.Join(' ', error.Distinct())}")
            .ToList();
        if (found.Count == 0)
        {
            var reason = result.Errors
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .FirstOrDefault(ReasonTexts.SdkFailed);
            yield return NoSdkText().IsMatch(result.Errors + result.Output)
                ? RouteDiagnostics.NoSdk(first.File, first.Line, reason)
                : RouteDiagnostics.PackageNotResolved(first.File, first.Line, NamesOf(packages), reason);
        }

        foreach (var text in found)
        {
            // NuGet names the package that is missing, which may be a dependency of one in the list.
            var named = packages.FirstOrDefault(package =>
                Regex.IsMatch(text, $@"\b{Regex.Escape(package.Name)}(?!\.?\w)", RegexOptions.IgnoreCase));
            var place = named ?? first;
            yield return RouteDiagnostics.PackageNotResolved(place.File, place.Line, named?.Name ?? NamesOf(packages), text);
        }
    }

    private static string NamesOf(IEnumerable<PackageReference> packages) => string.Join(", ", packages.Select(package => package.Name));

    private async Task<ProcessResult> RunSdkAsync(string project, CancellationToken cancellationToken)
    {
        var start = SdkCommand.Create(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
            folder.Root,
            [
                "build", project, "-t:ResolvePackageAssets", $"-getItem:{string.Join(',', _items)}", $"-getProperty:{AssetsFile}", "-nodeReuse:false",
            ]);

        // The settings of a build that started this process do not apply to this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_resolveTimeout);
        try
        {
            return await ChildProcess.RunAsync(start, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProcessResult(1, "", ReasonTexts.SdkTimeout(_resolveTimeout.TotalMinutes));
        }
    }

    private static PackageAssemblies Read(string output)
    {
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        var items = json.RootElement.GetProperty("Items");
        return new PackageAssemblies(
            Paths(_items[0]),
            Paths(_items[1]),
            Paths(_items[2]),
            Paths(_items[3]),
            ReadGraph(json.RootElement.GetProperty("Properties").GetProperty(AssetsFile).GetString()!));

        List<string> Paths(string item) => [.. items.GetProperty(item).EnumerateArray().Select(file => file.GetProperty("FullPath").GetString()!)];
    }

    // The targets of an assets file differ in the operating system, which does not change the names of packages.
    private static List<ResolvedPackage> ReadGraph(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return
        [
            .. json.RootElement.GetProperty("targets").EnumerateObject().Last().Value.EnumerateObject()
                .Select(package => package.Name.Split('/') is var name && package.Value.TryGetProperty("dependencies", out var dependencies)
                    ? new ResolvedPackage(name[0], name[1], [.. dependencies.EnumerateObject().Select(dependency => dependency.Name)])
                    : new ResolvedPackage(name[0], name[1], [])),
        ];
    }

    [GeneratedRegex(@"\berror (?<id>[A-Z]+[0-9]+):(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex BuildError();

    [GeneratedRegex("No \\.NET SDKs were found|application 'build' does not exist|compatible \\.NET SDK was not found")]
    private static partial Regex NoSdkText();
}

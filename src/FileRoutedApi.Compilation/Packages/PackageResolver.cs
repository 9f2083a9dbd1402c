using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Asks the .NET SDK which files packages stand for. The answer is kept by the content of the question, so a start at
/// which nothing changed needs neither the SDK nor the network.
/// </summary>
internal sealed partial class PackageResolver(RouteFolder folder)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private const string GraphFile = "ProjectAssetsFile";

    private static readonly string[] _items = ["ResolvedCompileFileDefinitions", "RuntimeCopyLocalItems", "NativeCopyLocalItems", "ResolvedAnalyzers"];

    // Read from the file: the compiler itself is not loaded where nothing is compiled.
    private static string CompilerVersion => HostAssembly.VersionOf(ReferenceFiles.Host["Microsoft.CodeAnalysis"]).ToString(2);

    /// <summary>The files of the packages; null where they cannot be found, with the reason among the diagnostics.</summary>
    public PackageAssemblies? TryResolve(IReadOnlyList<PackageReference> packages, List<RouteDiagnostic> diagnostics)
    {
        if (packages.Count == 0)
        {
            return PackageAssemblies.None;
        }

        // NuGet takes the paths of its configuration files apart at this character, however it is escaped.
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
            var resolved = Run(work.FullName, project, packages, diagnostics);
            resolved?.Save(cached);
            return resolved;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>A project that has the packages and nothing else. The references of the build file to projects are the host's already.</summary>
    private string ProjectFor(IReadOnlyList<PackageReference> packages)
    {
        var buildFile = folder.PathOf(PackageReference.BuildFile);
        var references = packages
            .Where(package => package.File != PackageReference.BuildFile)
            .Select(package => $"""<PackageReference Include="{SecurityElement.Escape(package.Name)}" Version="{SecurityElement.Escape(package.Version)}" />""");
        return $"""
            <Project>
              <PropertyGroup>
                {(File.Exists(buildFile) ? $"<DirectoryBuildPropsPath>{ProjectText.OfPath(buildFile)}</DirectoryBuildPropsPath>" : "<ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>")}
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
                <Compile Remove="@(Compile)" />
                {string.Concat(references)}
              </ItemGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """;
    }

    /// <summary>Where the answer is kept: in the user's own folder, which nobody else can write. Null where there is none.</summary>
    private string? CacheFile(string project)
    {
        if (OwnFolder.Find("packages") is not { } cache || !OwnFolder.TryOpen(cache))
        {
            return null;
        }

        var buildFile = folder.PathOf(PackageReference.BuildFile);
        var question = project + (File.Exists(buildFile) ? File.ReadAllText(buildFile) : "");
        return Path.Combine(cache, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))}.json");
    }

    private PackageAssemblies? Run(string work, string project, IReadOnlyList<PackageReference> packages, List<RouteDiagnostic> diagnostics)
    {
        var file = Path.Combine(work, "packages.csproj");
        File.WriteAllText(file, project);
        var first = packages[0];
        string output, errors;
        int exitCode;
        try
        {
            (exitCode, output, errors) = RunSdk(file);
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException)
        {
            diagnostics.Add(RouteDiagnostics.NoSdk(first.File, first.Line, exception.Message));
            return null;
        }

        if (exitCode == 0)
        {
            return Read(output);
        }

        // One error may come in several lines, each with its number.
        var found = BuildError().Matches(output + errors)
            .GroupBy(match => match.Groups["id"].Value, match => match.Groups["text"].Value.Trim())
            .Select(error => $"{error.Key}: {string.Join(' ', error.Distinct())}")
            .ToList();
        if (found.Count == 0)
        {
            var reason = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(ReasonTexts.SdkFailed);
            diagnostics.Add(NoSdkText().IsMatch(errors + output)
                ? RouteDiagnostics.NoSdk(first.File, first.Line, reason)
                : RouteDiagnostics.PackageNotResolved(first.File, first.Line, NamesOf(packages), reason));
        }

        foreach (var text in found)
        {
            // NuGet names the package that is missing, or one that it depends on.
            var culprit = packages.FirstOrDefault(package => Regex.IsMatch(text, $@"\b{Regex.Escape(package.Name)}(?![.\w])", RegexOptions.IgnoreCase));
            var place = culprit ?? first;
            diagnostics.Add(RouteDiagnostics.PackageNotResolved(place.File, place.Line, culprit?.Name ?? NamesOf(packages), text));
        }

        return null;
    }

    private static string NamesOf(IEnumerable<PackageReference> packages) => string.Join(", ", packages.Select(package => package.Name));

    private (int ExitCode, string Output, string Errors) RunSdk(string project)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
        {
            ArgumentList = { "build", project, "-t:ResolvePackageAssets", $"-getItem:{string.Join(',', _items)}", $"-getProperty:{GraphFile}", "-nodeReuse:false" },
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What a build around this process has set for itself is not meant for another.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        if (!process.WaitForExit(_patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return (1, "", ReasonTexts.SdkTimeout(_patience.TotalMinutes));
        }

        process.WaitForExit();
        return (process.ExitCode, output.ToString(), errors.ToString());
    }

    private static PackageAssemblies Read(string output)
    {
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        var items = json.RootElement.GetProperty("Items");
        return new PackageAssemblies(
            Paths(_items[0]), Paths(_items[1]), Paths(_items[2]), Paths(_items[3]), ReadGraph(json.RootElement.GetProperty("Properties").GetProperty(GraphFile).GetString()!));

        List<string> Paths(string item) => [.. items.GetProperty(item).EnumerateArray().Select(file => file.GetProperty("FullPath").GetString()!)];
    }

    // The targets of a lock file differ by system only, which changes no name.
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

using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// Adds native code to assemblies (ReadyToRun), so that the JIT does not have to compile their IL at the start. The compiler is a NuGet
/// package, which the .NET SDK restores.
/// </summary>
internal static class ReadyToRunCompiler
{
    /// <summary>Compiles every assembly of a folder that does not contain native code.</summary>
    /// <param name="root">The folder whose package sources the compiler comes from.</param>
    /// <exception cref="FileRoutesException">The compiler cannot be restored, or fails (FRA3027).</exception>
    public static async Task CompileAsync(string folder, string root, CancellationToken stop)
    {
        var work = Directory.CreateTempSubdirectory("fra-native-");
        try
        {
            var compiler = await RestoreAsync(work.FullName, root, stop);
            var frameworks = new[] { typeof(object), typeof(WebApplication) }.Select(type => Path.GetDirectoryName(type.Assembly.Location)!);
            foreach (var file in Directory.GetFiles(folder, "*.dll").Where(IsManaged).Where(file => !IsNative(file)).Order(StringComparer.Ordinal))
            {
                var native = Path.Combine(work.FullName, Path.GetFileName(file));
                await RunAsync(
                    work.FullName,
                    compiler,
                    [
                        file, "-o", native, "-O", "--targetos", TargetSystem, "--targetarch", $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(),
                        .. frameworks.Append(folder).SelectMany(each => new[] { "-r", Path.Combine(each, "*.dll") }),
                    ],
                    stop);
                File.Move(native, file, overwrite: true);
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Returns true if an assembly contains native code for its IL.</summary>
    public static bool IsNative(string file) => Read(file)?.ManagedNativeHeaderDirectory.Size > 0;

    private static bool IsManaged(string file) => Read(file) is not null;

    private static CorHeader? Read(string file)
    {
        try
        {
            using var reader = new PEReader(File.OpenRead(file));
            return reader.PEHeaders.CorHeader;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static string TargetSystem => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static async Task<string> RestoreAsync(string work, string root, CancellationToken stop)
    {
        const string id = "microsoft.netcore.app.crossgen2";
        var project = Path.Combine(work, "native.csproj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RestoreRootConfigDirectory>{ProjectText.OfPath(root)}</RestoreRootConfigDirectory>
              </PropertyGroup>
              <ItemGroup>
                <PackageDownload Include="{id}.$(NETCoreSdkPortableRuntimeIdentifier)" Version="[$(BundledNETCoreAppPackageVersion)]" />
              </ItemGroup>
              <Target Name="WhereIsTheCompiler" DependsOnTargets="Restore">
                <Message Importance="high" Text="folder=$(NuGetPackageRoot){id}.$(NETCoreSdkPortableRuntimeIdentifier)/$(BundledNETCoreAppPackageVersion)/tools" />
              </Target>
            </Project>
            """,
            stop);
        await RunAsync(work, DotnetProgram.Path, ["restore", project, "--nologo"], stop);
        var output = await RunAsync(work, DotnetProgram.Path, ["msbuild", project, "-t:WhereIsTheCompiler", "-nologo", "-nodeReuse:false"], stop);
        var folder = output.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("folder=", StringComparison.Ordinal))["folder=".Length..];
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "crossgen2.exe" : "crossgen2");
    }

    private static async Task<string> RunAsync(string work, string program, string[] arguments, CancellationToken stop)
    {
        try
        {
            var result = await ChildProcess.RunAsync(SdkCommand.Create(program, work, arguments), stop);
            return result.ExitCode == 0
                ? result.Output
                : throw new FileRoutesException(RouteDiagnostics.NoReadyToRun(
                    $"{result.Output}\n{result.Errors}".Split('\n').Select(line => line.Trim())
                        .FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? ReasonTexts.ExitCode(program, result.ExitCode)));
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new FileRoutesException(RouteDiagnostics.NoReadyToRun(exception.Message));
        }
    }
}

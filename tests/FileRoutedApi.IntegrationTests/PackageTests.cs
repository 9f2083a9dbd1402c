using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Packages that files reference, from a local package source without network access.</summary>
public sealed partial class PackageTests : IDisposable
{
    // An assembly of the host whose types are not shared with route files.
    private const string Private = "OpenTelemetry.Instrumentation.Runtime";

    private const string Uses = "string GET() => typeof(Acme.Greeter).Assembly.GetName().ToString();\n";

    private readonly TempFolder _machine = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("#:package Acme.Greeter@1.0.0\n", "<Project />")]
    [InlineData("", """<Project><ItemGroup><PackageReference Include="Acme.Greeter" Version="1.0.0" /></ItemGroup></Project>""")]
    public async Task A_route_file_uses_a_package_and_the_next_start_needs_no_SDK(string directive, string buildFile)
    {
        using var folder = Folder(("api/a.cs", directive + Uses), ("api/b.cs", Uses), ("api/Directory.Build.props", buildFile));

        Assert.Equal("Acme.Greeter, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", await AskAsync(folder, Machine()));
        Assert.Equal("Acme.Greeter, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null", await AskAsync(folder, WithoutSdk()));

        // The SDK creates a development certificate there, unless it is told not to.
        Assert.False(Directory.Exists(Path.Combine(_machine.Root, ".dotnet/corefx/cryptography")));
    }

    [Fact]
    public async Task The_start_up_file_uses_a_package()
    {
        using var folder = Folder(
            ("api/_startup.cs", """
                #:package Acme.Greeter@1.0.0
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<object>(typeof(Acme.Greeter));
                """),
            ("api/a.cs", Uses));

        Assert.StartsWith("Acme.Greeter", await AskAsync(folder, Machine()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FRA3013", "Acme.Missing", "#:package Acme.Missing@1.0.0\n")]
    [InlineData("FRA3013", "Acme.Greeter", "#:package Acme.Greeter@9.0.0\n")]
    [InlineData("FRA3015", "'Acme.Newer' needs the assembly 'Serilog' 99.0.0.0. The host has ", "#:package Acme.Newer@1.0.0\n")]
    [InlineData(
        "FRA3015",
        "'Acme.Outer -> Acme.Inner -> Acme.Newer' needs the assembly 'Serilog' 99.0.0.0. |Use a version of 'Acme.Outer' that needs at most ",
        "#:package Acme.Outer@1.0.0\n#:package Acme.Greeter@1.0.0\n")]
    public async Task FRA3013_FRA3015_a_package_that_cannot_be_resolved_is_named(string id, string texts, string directive)
    {
        using var folder = Folder(("api/a.cs", directive + TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, Machine(), "openapi");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"api/a.cs(1,1): error {id}: ", errors, StringComparison.Ordinal);
        Assert.All(texts.Split('|'), text => Assert.Contains(text, errors, StringComparison.Ordinal));
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Acme.Patch", Private + ", Version=99.0.0.0")]
    [InlineData("Acme.Compiler", "Microsoft.CodeAnalysis, Version=1.0.0.0")]
    public async Task A_newer_copy_of_a_private_assembly_of_the_host_runs_in_dev_and_from_a_build(string package, string expected)
    {
        using var folder = Folder(("api/a.cs", $"#:package {package}@1.0.0\n{Uses}"));

        Assert.StartsWith(expected, await AskAsync(folder, Machine()), StringComparison.Ordinal);
        Assert.Equal((0, ""), await BuildAsync(folder));
        await using var host = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));
        await using var other = HostProcess.Start(folder.Root, "start", "--urls=http://127.0.0.1:0");
        Assert.StartsWith(expected, await AskAsync(host), StringComparison.Ordinal);
        Assert.StartsWith(expected, await AskAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_copy_of_an_assembly_of_the_host_is_not_used()
    {
        using var folder = Folder(("api/a.cs", $"""
            #:package Acme.Older@1.0.0
            string GET() => System.Reflection.Assembly.Load("{Private}").GetName().Version!.ToString();
            """));

        Assert.NotEqual("0.1.0.0", await AskAsync(folder, Machine()));
    }

    [Theory]
    [InlineData("#:package Acme.Greeter@1.0.0\n#:package FluentValidation@1.0.0\n", null, "api/a.cs(2,1)")]
    [InlineData("", """
        <Project>
          <ItemGroup>
            <PackageReference Include="Acme.Greeter" Version="1.0.0" />
            <PackageReference Include="FluentValidation" Version="1.0.0" />
          </ItemGroup>
        </Project>
        """, "api/Directory.Build.props(4,1)")]
    public async Task FRA3040_a_package_whose_assembly_the_host_replaces_is_a_warning(string directives, string? buildFile, string place)
    {
        using var folder = Folder(("api/a.cs", directives + TempFolder.Handler), ("api/Directory.Build.props", buildFile ?? "<Project />"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, Machine(), "build");

        Assert.Equal(0, exitCode);
        Assert.StartsWith(
            $"{place}: warning FRA3040: The package 'FluentValidation' has the assembly 'FluentValidation' 1.0.0, but 12.",
            errors,
            StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("feature%2Fx $(x) 100%25")]
    [InlineData("grün & <x> [y] @(Compile) %(y) it's a*b?")]
    public async Task A_folder_of_any_name_resolves_its_packages_from_its_own_source_only(string name)
    {
        using var folder = FolderIn(name, ("api/a.cs", "#:package Acme.Greeter@1.0.0\n" + Uses));
        var root = Path.Combine(folder.Root, name);

        var (exitCode, _, found) = await HostProcess.RunAsync(root, Machine(), "openapi");
        await File.WriteAllTextAsync(Path.Combine(root, "api/a.cs"), "#:package Dapper@2.1.66\n" + TempFolder.Handler, Stop);
        var (failed, _, errors) = await HostProcess.RunAsync(root, Machine(), "openapi");

        Assert.Equal((0, ""), (exitCode, found.Trim()));
        Assert.Equal(1, failed);
        Assert.StartsWith("api/a.cs(1,1): error FRA3013: ", errors, StringComparison.Ordinal);
        Assert.Contains("source(s): local", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_file_is_used_in_a_folder_of_any_name()
    {
        const string name = "100%25 $(x)";
        using var folder = FolderIn(
            name,
            ("api/a.cs", Uses),
            ("api/Directory.Build.props", """
                <Project>
                  <PropertyGroup><V>1.0.0</V></PropertyGroup>
                  <ItemGroup><PackageReference Include="Acme.Greeter" Version="$(V)" /></ItemGroup>
                </Project>
                """));

        Assert.Equal((0, ""), await ErrorsOfAsync(Path.Combine(folder.Root, name)));
    }

    [Fact]
    public async Task FRA3033_a_folder_whose_name_NuGet_cannot_read_is_refused_where_there_are_packages()
    {
        using var folder = FolderIn("a;b", ("api/a.cs", "#:package Acme.Greeter@1.0.0\n" + Uses));
        using var without = FolderIn("a;b", ("api/a.cs", TempFolder.Handler));

        var (exitCode, errors) = await ErrorsOfAsync(Path.Combine(folder.Root, "a;b"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("api/a.cs(1,1): error FRA3033: ", errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), await ErrorsOfAsync(Path.Combine(without.Root, "a;b")));
    }

    [Fact]
    public async Task FRA3014_without_an_SDK_packages_cannot_be_resolved()
    {
        using var folder = Folder(("api/a.cs", "#:package Acme.Greeter@1.0.0\n" + Uses));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, WithoutSdk(), "openapi");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("api/a.cs(1,1): error FRA3014: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_folder_contains_its_packages()
    {
        using var folder = Folder(("api/a.cs", "#:package Acme.Greeter@1.0.0\n" + Uses));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, Machine(), "build")).ExitCode);

        await using var host = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.StartsWith("Acme.Greeter, Version=1.0.0.0", await client.GetStringAsync("/api/a", Stop), StringComparison.Ordinal);
        await using var other = HostProcess.Start(folder.Root, "start", "--urls=http://127.0.0.1:0");
        using var another = new HttpClient { BaseAddress = await other.ListeningAsync() };
        Assert.StartsWith("Acme.Greeter, Version=1.0.0.0", await another.GetStringAsync("/api/a", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("feature%2Fx")]
    [InlineData("a;b")]
    public async Task FRA3027_a_build_without_the_native_compiler_fails(string name)
    {
        using var folder = FolderIn(name, ("api/a.cs", TempFolder.Handler));
        var root = Path.Combine(folder.Root, name);

        var (exitCode, _, errors) = await HostProcess.RunAsync(root, Machine(), "build", "--ready-to-run");

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3027: ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "out")));
    }

    private async Task<(int ExitCode, string Errors)> ErrorsOfAsync(string root)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(root, Machine(), "openapi");
        return (exitCode, errors.Trim());
    }

    private async Task<(int ExitCode, string Errors)> BuildAsync(TempFolder folder)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, Machine(), "build");
        return (exitCode, errors.Trim());
    }

    private static async Task<string> AskAsync(TempFolder folder, Dictionary<string, string?> environment)
    {
        await using var host = HostProcess.Start(folder.Root, environment, "--urls", "http://127.0.0.1:0");
        return await AskAsync(host);
    }

    private static async Task<string> AskAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        return await client.GetStringAsync("/api/a", Stop);
    }

    /// <summary>A home directory of its own, so that no earlier resolution is cached.</summary>
    private Dictionary<string, string?> Machine() => new()
    {
        ["HOME"] = _machine.Root,
        ["XDG_DATA_HOME"] = null,
        ["NUGET_PACKAGES"] = Path.Combine(_machine.Root, "packages"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = null,
    };

    private Dictionary<string, string?> WithoutSdk() => new(Machine()) { ["DOTNET_HOST_PATH"] = Path.Combine(_machine.Root, "no-dotnet") };

    private static TempFolder Folder(params (string Path, string Text)[] files) => FolderIn("", files);

    /// <param name="name">The folder of the files, relative to a temporary folder.</param>
    private static TempFolder FolderIn(string name, params (string Path, string Text)[] files)
    {
        var folder = new TempFolder([
            .. files.Select(file => (Path.Combine(name, file.Path), file.Text)),
            (
                Path.Combine(name, "nuget.config"),
                """<configuration><packageSources><clear /><add key="local" value="source" /></packageSources></configuration>"""),
        ]);
        var source = Directory.CreateDirectory(Path.Combine(folder.Root, name, "source")).FullName;
        WritePackage(source, "Acme.Greeter", "Acme.Greeter", new Version(1, 0, 0, 0));
        WritePackage(source, "Acme.Newer", "Serilog", new Version(99, 0, 0, 0));
        WritePackage(source, "Acme.Inner", "Acme.Inner", new Version(1, 0, 0, 0), "Acme.Newer");
        WritePackage(source, "Acme.Outer", "Acme.Outer", new Version(1, 0, 0, 0), "Acme.Inner");
        WritePackage(source, "Acme.Patch", Private, new Version(99, 0, 0, 0));
        WritePackage(source, "Acme.Older", Private, new Version(0, 1, 0, 0));
        WritePackage(source, "Acme.Compiler", "Microsoft.CodeAnalysis", new Version(1, 0, 0, 0));
        WritePackage(source, "FluentValidation", "FluentValidation", new Version(1, 0, 0, 0));
        return folder;
    }

    private static void WritePackage(string source, string id, string assembly, Version version, string? dependency = null)
    {
        using var package = ZipFile.Open(Path.Combine(source, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write(
                $"""
                <package><metadata>
                <id>{id}</id><version>1.0.0</version><authors>Acme</authors><description>For tests.</description>
                {(dependency is null ? "" : $"""<dependencies><dependency id="{dependency}" version="1.0.0" /></dependencies>""")}
                </metadata></package>
                """);
        }

        using var library = package.CreateEntry($"lib/net10.0/{assembly}.dll").Open();
        library.Write(WriteAssembly(assembly, version));
    }

    /// <summary>An assembly with one empty class, <c>Acme.Greeter</c>.</summary>
    private static byte[] WriteAssembly(string name, Version version)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString($"{name}.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), version, default, default, default, AssemblyHashAlgorithm.None);
        var core = typeof(object).Assembly.GetName();
        var runtime = metadata.AddAssemblyReference(
            metadata.GetOrAddString("System.Runtime"),
            core.Version!,
            default,
            metadata.GetOrAddBlob((byte[])[0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a]),
            default,
            default);
        var root = metadata.AddTypeReference(runtime, metadata.GetOrAddString("System"), metadata.GetOrAddString("Object"));
        var firstField = MetadataTokens.FieldDefinitionHandle(1);
        var firstMethod = MetadataTokens.MethodDefinitionHandle(1);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, firstField, firstMethod);
        metadata.AddTypeDefinition(
            TypeAttributes.Public, metadata.GetOrAddString("Acme"), metadata.GetOrAddString("Greeter"), root, firstField, firstMethod);
        var portable = new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder());
        var image = new BlobBuilder();
        portable.Serialize(image);
        return image.ToArray();
    }
}

using System.Diagnostics;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Source generators of packages and of the framework, in the host and in <c>dotnet build</c> of a file.</summary>
public sealed class GeneratorTests : IDisposable
{
    private const string Package = $"#:package {GeneratorPackage.Id}@1.0.0\n";
    private const string Regex = """
        using System.Text.RegularExpressions;
        string GET() => Slugs.Others().ToString();
        static partial class Slugs
        {
            [GeneratedRegex("x")] public static partial Regex Others();
        }
        """;

    private readonly TempFolder _machine = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Generators_of_the_framework_and_of_a_package_run_in_dev_build_and_dotnet_build()
    {
        using var folder = new TempFolder(("api/all.cs", All), ("api/Directory.Build.props", $"""
            <Project>
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><PublishAot>false</PublishAot></PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="FileRoutedApi" HintPath="{Path.Combine(AppContext.BaseDirectory, "FileRoutedApi.dll")}" />
                <Using Include="Microsoft.Extensions.Logging" />
              </ItemGroup>
            </Project>
            """));

        Assert.Equal((0, ""), await DotnetBuildAsync(folder, "api/all.cs"));
        await using var dev = HostProcess.Start(folder.Root, "--urls", "http://127.0.0.1:0");
        Assert.Equal("""a-b {"Id":1} True Ada""", await AskAsync(dev, "/api/all"));
        Assert.Equal((0, ""), await BuildAsync(folder, []));
        await using var built = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));
        Assert.Equal("""a-b {"Id":1} True Ada""", await AskAsync(built, "/api/all"));
    }

    [Fact]
    public async Task Files_with_types_of_one_name_and_shared_code_use_one_generator()
    {
        using var folder = Folder(
            ("api/_lib/Shared.cs", "using Acme;\n[Named] partial class Shared;\n"),
            ("api/a.cs", $"{Package}using Acme;\nstring GET() => Thing.Name + Shared.Name;\n[Named] partial class Thing;\n"),
            ("api/b.cs", """
                using Acme;
                string GET() => Thing.Name + Other.Name;
                [Named] partial class Thing;
                [Named] partial class Other;
                """),
            ("api/c.cs", "string GET() => Shared.Name;\n"));

        Assert.Equal((0, ""), await BuildAsync(folder, Machine()));
        await using var host = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));

        Assert.Equal("ThingShared ThingOther Shared", await AskAsync(host, "/api/a", "/api/b", "/api/c"));
    }

    [Theory]
    [InlineData("Taken", "api/a.cs(4,23): error ACME001: The name 'Taken' is taken")]
    [InlineData("Broken", "api/a.cs(4,23): error CS0103: The name 'missing' does not exist in the current context")]
    [InlineData("Thrower", "api/a.cs(1,1): warning CS8785: Generator 'NameGenerator' failed to generate source.")]
    public async Task Diagnostics_of_a_generator_and_errors_in_its_code_name_the_users_file(string type, string expected)
    {
        using var folder = Folder(
            ("api/a.cs", $"{Package}using Acme;\nstring GET() => {type}.Name;\n[Named] partial class {type};\n"),
            ("api/b.cs", TempFolder.Handler));

        var (exitCode, errors) = await BuildAsync(folder, Machine());

        Assert.Equal(1, exitCode);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("api/b.cs", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA2051_a_generator_for_a_later_compiler_is_a_warning()
    {
        using var folder = Folder(("api/a.cs", """
            #:package Acme.Later@1.0.0
            using System.ComponentModel;
            string GET() => new Shown().ToString()!;
            [Browsable(true)] class Shown;
            """));

        var (exitCode, errors) = await BuildAsync(folder, Machine());

        Assert.Equal(0, exitCode);
        Assert.StartsWith(
            "api/a.cs(1,1): warning FRA2051: The source generator 'Acme.Later.dll' of a package cannot be loaded: it needs version 99.0.0.0 of the compiler",
            errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/a.cs", "api/a.cs(5,6)")]
    [InlineData("api/_lib/Slugs.cs", "api/_lib/Slugs.cs(4,6)")]
    public async Task FRA2050_without_the_generators_of_the_SDK_the_attribute_is_named(string path, string place)
    {
        using var folder = Folder(
            (
                path,
                path == "api/a.cs" ? Regex : Regex.Replace("string GET() => Slugs.Others().ToString();\n", "", StringComparison.Ordinal)),
            ("api/b.cs", TempFolder.Handler));

        var (exitCode, errors) = await BuildAsync(folder, new(Machine()) { ["DOTNET_HOST_PATH"] = Path.Combine(_machine.Root, "dotnet") });

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            $"{place}: error FRA2050: A source generator of the .NET SDK writes the code of '[GeneratedRegex]', and there is no SDK in '{_machine.Root}'.",
            errors,
            StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
    }

    [Fact]
    public async Task A_file_that_uses_no_generator_loads_none()
    {
        const string loaded = """
            string GET() =>
                string.Join(
                    ' ',
                    AppDomain.CurrentDomain.GetAssemblies()
                        .Select(assembly => assembly.GetName().Name)
                        .Where(name => name!.Contains("Generator") || name.Contains("SourceGeneration")));
            """;
        using var folder = Folder(("api/a.cs", Package + loaded), ("api/b.cs", TempFolder.Handler));

        await using var host = HostProcess.Start(folder.Root, Machine(), "--urls", "http://127.0.0.1:0");

        Assert.Equal("", await AskAsync(host, "/api/a"));
    }

    private static string All => """"
        #:package Riok.Mapperly@4.3.1
        #:property AllowUnsafeBlocks=true
        using System.Runtime.InteropServices;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.RegularExpressions;
        using Riok.Mapperly.Abstractions;

        string GET(ILogger log)
        {
            var person = new Mapper().Map(new Person("Ada"));
            log.Mapped(person.Name);
            var slug = Slugs.Others().Replace("a_b", "-");
            var item = JsonSerializer.Serialize(new Item(1), Json.Default.Item);
            return $"{slug} {item} {Native.ProcessId() == Environment.ProcessId} {person.Name}";
        }

        record Item(int Id);
        record Person(string Name);
        record PersonView(string Name);

        [Mapper]
        partial class Mapper
        {
            public partial PersonView Map(Person person);
        }

        [JsonSerializable(typeof(Item))]
        partial class Json : JsonSerializerContext;

        static partial class Slugs
        {
            [GeneratedRegex("[^a-z0-9]+")]
            public static partial Regex Others();
        }

        static partial class Native
        {
            [LibraryImport("libc", EntryPoint = "getpid")]
            public static partial int ProcessId();
        }

        static partial class Log
        {
            [LoggerMessage(LogLevel.Debug, "Mapped {Name}")]
            public static partial void Mapped(this ILogger log, string name);
        }
        """";

    private static async Task<(int ExitCode, string Errors)> BuildAsync(TempFolder folder, Dictionary<string, string?> environment)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, environment, "build");
        return (exitCode, errors.Trim());
    }

    private static async Task<(int ExitCode, string Problems)> DotnetBuildAsync(TempFolder folder, string file)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", file])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(Stop);
        await build.WaitForExitAsync(Stop);
        return (build.ExitCode, string.Join('\n', output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal))));
    }

    private static async Task<string> AskAsync(HostProcess host, params string[] paths)
    {
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        return string.Join(' ', await Task.WhenAll(paths.Select(path => client.GetStringAsync(path, Stop))));
    }

    private Dictionary<string, string?> Machine() => new()
    {
        ["HOME"] = _machine.Root,
        ["XDG_DATA_HOME"] = null,
        ["NUGET_PACKAGES"] = Path.Combine(_machine.Root, "packages"),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    private static TempFolder Folder(params (string Path, string Text)[] files)
    {
        var folder = new TempFolder([
            .. files,
            (
                "nuget.config",
                """<configuration><packageSources><clear /><add key="local" value="source" /></packageSources></configuration>"""),
        ]);
        var source = Directory.CreateDirectory(Path.Combine(folder.Root, "source")).FullName;
        GeneratorPackage.WriteTo(source);
        GeneratorPackage.WriteNewerTo(source, "Acme.Later");
        return folder;
    }
}

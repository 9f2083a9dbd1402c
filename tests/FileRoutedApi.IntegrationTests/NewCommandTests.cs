using System.Xml.Linq;
using FileRoutedApi.Built;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Templates;
using FileRoutedApi.Routing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The command <c>new</c> and the help texts. What new folders do is in <see cref="Installed.InstalledTests"/>.</summary>
public class NewCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_folder_lists_its_files_and_the_next_command()
    {
        using var folder = new TempFolder();

        var (exitCode, output, _) = await HostProcess.RunAsync(folder.Root, "new", "todo", "--template", "minimal");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            $"""
            Created todo:
              .gitignore
              Directory.Build.props
              README.md
              api/Directory.Build.props
              api/hello.cs

            Next:
              cd todo
              dotnet {Path.Combine(AppContext.BaseDirectory, "FileRoutedApi.Host.dll")} dev
            """,
            output.TrimEnd());
    }

    [Fact]
    public async Task FRA3070_a_file_that_exists_is_not_overwritten_and_nothing_is_written()
    {
        using var folder = new TempFolder(("todo/api/hello.cs", "mine"));
        var todo = Path.Combine(folder.Root, "todo");

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => NewCommand.RunAsync(todo, "api", hasTests: true, Stop));

        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal("FRA3070", diagnostic.Id);
        Assert.StartsWith($"'{Path.Combine(todo, "api/hello.cs")}' exists already", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(todo, "api")], Directory.GetFileSystemEntries(todo));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(todo, "api/hello.cs"), Stop));
    }

    [Fact]
    public async Task FRA3071_a_file_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder(("todo", "a file, not a folder"));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() =>
            NewCommand.RunAsync(Path.Combine(folder.Root, "todo"), "minimal", hasTests: false, Stop));

        Assert.Equal("FRA3071", Assert.Single(exception.Diagnostics).Id);
        Assert.Equal("a file, not a folder", await File.ReadAllTextAsync(Path.Combine(folder.Root, "todo"), Stop));
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("my api")]
    [InlineData("")]
    [InlineData("a;b")]
    [InlineData("end.")]
    public async Task The_exit_code_of_an_invalid_name_is_2(string name)
    {
        using var folder = new TempFolder();

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "new", name);

        Assert.Equal(2, exitCode);
        Assert.Contains("is not a valid name. Write a letter, then letters, digits", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("$(FileRoutedApiVersion)", "0.0.1")]
    [InlineData("0.0.1", "any")]
    [InlineData("[0.0.1]", "any")]
    public void FRA3072_a_folder_that_refers_to_another_version_gets_a_warning(string version, string property)
    {
        var (packages, diagnostics) = Collect(version, property);

        Assert.Equal([], packages!);
        var warning = Assert.Single(diagnostics);
        Assert.Equal(("FRA3072", false, "api/Directory.Build.props", 2), (warning.Id, warning.IsError, warning.File, warning.Line));
        Assert.Contains("0.0.1", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$(FileRoutedApiVersion)", null)]
    [InlineData("$(FileRoutedApiVersion)", "$(Another)")]
    [InlineData("$(Unknown)", null)]
    [InlineData(null, null)]
    public void A_package_of_the_library_is_not_resolved(string? version, string? property)
    {
        var (packages, diagnostics) = Collect(version ?? BuiltFolder.PackageVersion, property ?? BuiltFolder.PackageVersion);

        Assert.Equal([], packages!);
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void The_test_project_of_a_new_folder_uses_the_versions_of_this_repository()
    {
        var versions = XDocument.Load(Path.Combine(ExampleApp.Repository, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var project = NewFolder.FilesOf("todo", "minimal", hasTests: true, "1.0.0").Single(file => file.Path == "tests/todo.Tests.csproj");
        using var text = new MemoryStream(project.Content);

        var references = XDocument.Load(text).Descendants("PackageReference")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        Assert.All(
            references.Where(reference => !reference.Key.StartsWith("FileRoutedApi", StringComparison.Ordinal)),
            reference => Assert.Equal(versions[reference.Key], reference.Value));
    }

    public static TheoryData<string> Examples =>
        [.. CommandHelp.Examples.Values.SelectMany(examples => examples).Select(example => example.Split(" > ")[0])];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_of_the_help_texts_are_valid(string example)
    {
        // A shell removes the quotes.
        var parts = example.Split(' ').Where(part => !part.Contains('=', StringComparison.Ordinal)).Select(part => part.Trim('\''));

        var result = CommandLine.Parse([.. parts], []);

        Assert.Empty(result.Errors);
        Assert.Contains(result.CommandResult.Command.Name, example.Split(' ')[..Math.Min(2, example.Split(' ').Length)]);
    }

    [Fact]
    public void Every_command_has_examples()
    {
        var commands = CommandLine.Parse([], []).RootCommandResult.Command.Subcommands;
        var names = commands.Select(command => command.Name)
            .Concat(commands.SelectMany(command => command.Subcommands.Select(subcommand => $"{command.Name} {subcommand.Name}")));

        Assert.Equal(names.Append("").Order(StringComparer.Ordinal), CommandHelp.Examples.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/usr/share/dotnet/dotnet", "/srv/host/FileRoutedApi.Host.dll", false, "dotnet /srv/host/FileRoutedApi.Host.dll")]
    [InlineData("/usr/share/dotnet/dotnet", "/work/out/FileRoutedApi.Host.dll", false, "dotnet out/FileRoutedApi.Host.dll")]
    [InlineData("/usr/share/dotnet/dotnet", "/work/my out/FileRoutedApi.Host.dll", false, "dotnet \"my out/FileRoutedApi.Host.dll\"")]
    [InlineData("/usr/share/dotnet/dotnet", "/work/FileRoutedApi.Host.dll", true, "dotnet fra")]
    [InlineData("/root/.dotnet/tools/fra", "/root/.dotnet/tools/.store/x/FileRoutedApi.Host.dll", true, "fra")]
    [InlineData("/root/.dotnet/tools/.store/x/FileRoutedApi.Host", "/root/.dotnet/tools/.store/x/FileRoutedApi.Host.dll", true, "fra")]
    [InlineData("/srv/host/FileRoutedApi.Host", "/srv/host/FileRoutedApi.Host.dll", false, "FileRoutedApi.Host")]
    [InlineData("/srv/bin/Debug/net10.0/FileRoutedApi.Host", "/srv/bin/Debug/net10.0/FileRoutedApi.Host.dll", false, "FileRoutedApi.Host")]
    [InlineData(null, "/work/FileRoutedApi.Host.dll", false, "dotnet FileRoutedApi.Host.dll")]
    public void The_program_is_named_as_it_was_called(string? process, string assembly, bool isTool, string expected) =>
        Assert.Equal(expected, ProgramName.Find(process, assembly, "/work", isTool));

    [Theory]
    [InlineData("", "dotnet run --project src/FileRoutedApi.Host --")]
    [InlineData("src/FileRoutedApi.Host", "dotnet run --project . --")]
    public void Dotnet_run_is_named_with_its_project(string directory, string expected) => Assert.Equal(
        expected,
        ProgramName.Find(
            Path.Combine(ExampleApp.Repository, "src/FileRoutedApi.Host/bin/Debug/net10.0/FileRoutedApi.Host"),
            "FileRoutedApi.Host.dll",
            Path.Combine(ExampleApp.Repository, directory),
            isTool: false));

    [Theory]
    [InlineData("bu", "build")]
    [InlineData("build --exp", "--export")]
    [InlineData("new x --template si", "site")]
    public async Task Commands_options_and_values_are_completed(string line, string expected)
    {
        var (exitCode, output, _) = await HostProcess.RunAsync(Path.GetTempPath(), $"[suggest:{line.Length}]", line);

        Assert.Equal((0, expected), (exitCode, output.Trim()));
    }

    private static (IReadOnlyList<PackageReference>? Packages, List<RouteDiagnostic> Diagnostics) Collect(string version, string property)
    {
        using var folder = new TempFolder(
            ("Directory.Build.props", $"<Project><PropertyGroup><FileRoutedApiVersion>{property}</FileRoutedApiVersion></PropertyGroup></Project>"),
            ("api/Directory.Build.props", $"""
                <Project><ItemGroup>
                  <PackageReference Include="FileRoutedApi" Version="{version}" />
                </ItemGroup></Project>
                """));
        var diagnostics = new List<RouteDiagnostic>();
        return (PackageReference.TryCollect(RouteFolder.Find(folder.Root)!, [], diagnostics), diagnostics);
    }
}

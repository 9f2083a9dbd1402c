using System.Reflection.PortableExecutable;

namespace FileRoutedApi.IntegrationTests.Installed;

/// <content>What is in the packages.</content>
public partial class InstalledTests
{
    private static readonly string[] _own = ["FileRoutedApi", "FileRoutedApi.Compilation", "FileRoutedApi.Jobs", "FileRoutedApi.Redis"];

    // Packages that depend on the others.
    private static readonly string[] _dependent =
        ["FileRoutedApi.Compilation", "FileRoutedApi.Jobs", "FileRoutedApi.Redis", "FileRoutedApi.Testing"];

    private static readonly string[] _required = ["authors", "description", "tags", "repository"];

    public static TheoryData<string> Libraries => [.. _own];

    public static TheoryData<string> Dependent => [.. _dependent];

    public static TheoryData<string> All => [.. _own, "FileRoutedApi.Testing", "FileRoutedApi.Templates", "FileRoutedApi.Tool"];

    [Theory]
    [MemberData(nameof(All))]
    public void A_package_is_ready_to_publish(string id)
    {
        var package = PackedPackage.Open(feed.Packages, id);

        Assert.Equal(LocalFeed.Version, package.Metadata("version"));
        Assert.Equal("MIT", package.Metadata("license"));
        Assert.All(_required, name => Assert.NotNull(package.Metadata(name)));
        Assert.NotEqual("Package Description", package.Metadata("description"));
        Assert.Contains(package.Metadata("icon"), package.Files);
        Assert.Contains(package.Metadata("readme"), package.Files);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_documentation_and_symbols(string id)
    {
        var package = PackedPackage.Open(feed.Packages, id);

        Assert.Contains($"lib/net10.0/{id}.xml", package.Files);
        Assert.Contains($"lib/net10.0/{id}.pdb", PackedPackage.Open(feed.Packages, id, "snupkg").Files);
    }

    [Fact]
    public void Packages_depend_on_exactly_the_packages_that_they_need()
    {
        var dependencies = _own.Select(id => $"{id}: {string.Join(' ', PackedPackage.Open(feed.Packages, id).Dependencies.Keys)}");

        Assert.Equal(
            [
                "FileRoutedApi: FluentValidation Microsoft.AspNetCore.OpenApi System.IO.Hashing ZiggyCreatures.FusionCache",
                "FileRoutedApi.Compilation: FileRoutedApi Microsoft.CodeAnalysis.CSharp",
                "FileRoutedApi.Jobs: FileRoutedApi Quartz",
                "FileRoutedApi.Redis: FileRoutedApi Microsoft.AspNetCore.DataProtection.StackExchangeRedis StackExchange.Redis",
            ],
            dependencies);
        Assert.Empty(PackedPackage.Open(feed.Packages, "FileRoutedApi.Templates").Dependencies);
        Assert.Empty(PackedPackage.Open(feed.Packages, "FileRoutedApi.Tool").Dependencies);
    }

    [Theory]
    [MemberData(nameof(Dependent))]
    public void A_package_of_the_library_is_required_in_exactly_its_own_version(string id) => Assert.All(
        PackedPackage.Open(feed.Packages, id).Dependencies.Where(dependency => dependency.Key.StartsWith("FileRoutedApi", StringComparison.Ordinal)),
        dependency => Assert.Equal($"[{LocalFeed.Version}]", dependency.Value));

    [Theory]
    [InlineData("FileRoutedApi", "build/FileRoutedApi.props build/FileRoutedApi.targets build/RouteFiles.props lib/net10.0/FileRoutedApi.dll")]
    [InlineData("FileRoutedApi.Compilation", "lib/net10.0/FileRoutedApi.Compilation.dll")]
    [InlineData("FileRoutedApi.Jobs", "build/FileRoutedApi.Jobs.props lib/net10.0/FileRoutedApi.Jobs.dll")]
    [InlineData("FileRoutedApi.Redis", "lib/net10.0/FileRoutedApi.Redis.dll")]
    [InlineData("FileRoutedApi.Testing", """
        build/FileRoutedApi.Testing.targets buildTransitive/FileRoutedApi.Testing.targets lib/net10.0/FileRoutedApi.Host.dll
        lib/net10.0/FileRoutedApi.Testing.dll
        """)]
    public void A_library_contains_only_its_own_files(string id, string files) => Assert.Equal(
        files.Split([' ', '\n']),
        PackedPackage.Open(feed.Packages, id).Files
            .Where(file => file.Contains('/', StringComparison.Ordinal) && !file.EndsWith(".xml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_tool_contains_the_compiler()
    {
        Assert.Contains("tools/net10.0/any/Microsoft.CodeAnalysis.CSharp.dll", PackedPackage.Open(feed.Packages, "FileRoutedApi.Tool").Files);
        Assert.All(
            _own,
            id => Assert.DoesNotContain(PackedPackage.Open(feed.Packages, id).Files, file => file.Contains("CodeAnalysis", StringComparison.Ordinal)));
    }

    // The compiler writes this entry only if its output depends on nothing but its input.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void Assemblies_are_deterministic(string id)
    {
        using var assembly = new PEReader(new MemoryStream(PackedPackage.Open(feed.Packages, id).Read($"lib/net10.0/{id}.dll")));

        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Theory]
    [InlineData("FileRoutedApi")]
    [InlineData("FileRoutedApi.Testing")]
    public void What_users_build_with_uses_no_internal_target_of_the_SDK(string id)
    {
        var package = PackedPackage.Open(feed.Packages, id);
        var files = package.Files.Where(file => file.StartsWith("build/", StringComparison.Ordinal));

        Assert.All(files, file => Assert.DoesNotMatch(@"[;""@$%(]_[A-Z]", System.Text.Encoding.UTF8.GetString(package.Read(file))));
    }
}

using System.Net;

namespace FileRoutedApi.IntegrationTests;

/// <content>A package that cannot be used affects only the file that refers to it, in <c>dev</c>.</content>
public sealed partial class PackageTests
{
    private const string Plain = "string GET() => \"plain\";\n";

    [Fact]
    public async Task In_dev_a_package_that_cannot_be_used_affects_only_its_file_until_it_is_fixed()
    {
        using var folder = Folder(
            ("api/a.cs", "#:package Acme.Greeter@1.0.0\n" + Uses),
            ("api/missing.cs", "#:package Acme.Missing@1.0.0\n" + Plain),
            ("api/newer.cs", "// The host has an older version.\n#:package Acme.Newer@1.0.0\n" + Plain),
            ("api/other.cs", "#:package Acme.Greeter@9.0.0\n" + Plain),
            ("api/unversioned.cs", "#:package Acme.Greeter\n" + Plain),
            ("api/plain.cs", Plain));
        await using var host = HostProcess.Start(folder.Root, Machine(), "dev", "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.StartsWith("Acme.Greeter", await client.GetStringAsync("/api/a", Stop), StringComparison.Ordinal);
        Assert.Equal("plain", await client.GetStringAsync("/api/plain", Stop));
        await ExpectAsync("/api/missing", "FRA3013", 1);
        await ExpectAsync("/api/newer", "FRA3015", 2);
        await ExpectAsync("/api/other", "FRA3011", 1);
        await ExpectAsync("/api/unversioned", "FRA3012", 1);

        // Without another package, the file is reloaded.
        await WriteAsync("api/unversioned.cs", Plain);
        await SeeAsync("/api/unversioned", "plain");

        // With another package, the application restarts.
        await WriteAsync("api/missing.cs", "#:package Acme.Inner@1.0.0\n" + Plain);
        await host.LineAsync(line => line.Contains("restarted", StringComparison.Ordinal));
        await ExpectAsync("/api/missing", "FRA3015", 1);
        await WriteAsync("api/missing.cs", Plain);
        await SeeAsync("/api/missing", "plain");
        await ExpectAsync("/api/newer", "FRA3015", 2);
        Assert.StartsWith("Acme.Greeter", await client.GetStringAsync("/api/a", Stop), StringComparison.Ordinal);

        Task WriteAsync(string path, string text) => File.WriteAllTextAsync(Path.Combine(folder.Root, path), text, Stop);

        async Task SeeAsync(string path, string expected) => await Development.Dev.WaitAsync(async () =>
        {
            using var response = await client.GetAsync(path, Stop);
            return await response.Content.ReadAsStringAsync(Stop) == expected;
        });

        async Task ExpectAsync(string path, string id, int line)
        {
            using var response = await client.GetAsync(path, Stop);
            var body = await response.Content.ReadAsStringAsync(Stop);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Contains($"\"id\":\"{id}\"", body, StringComparison.Ordinal);
            Assert.Contains($"\"line\":{line}", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "api/_startup.cs",
        "#:package Acme.Missing@1.0.0\nvoid Services(IServiceCollection services, IConfiguration configuration) { }\n")]
    [InlineData(
        "api/Directory.Build.props",
        """<Project><ItemGroup><PackageReference Include="Acme.Missing" Version="1.0.0" /></ItemGroup></Project>""")]
    public async Task In_dev_a_package_of_the_application_affects_all_files(string path, string text)
    {
        using var folder = Folder(("api/a.cs", Plain), (path, text));
        await using var host = HostProcess.Start(folder.Root, Machine(), "dev", "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        using var response = await client.GetAsync("/api/a", Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("FRA3013", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }
}

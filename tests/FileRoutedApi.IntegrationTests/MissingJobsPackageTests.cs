using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>An application of one's own that does not have the package for jobs. Its folder <c>jobs/</c> may contain other code.</summary>
public class MissingJobsPackageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mail/send", "FRA3130 jobs/mail/send.cs")]
    [InlineData("MAIL/SEND", "FRA3130 jobs/mail/send.cs")]
    [InlineData("other", "FRA3130 jobs/clean-up.cs")]
    public async Task A_call_names_the_package_if_there_are_files(string name, string expected)
    {
        using var folder = new TempFolder(
            ("api/hello.cs", TempFolder.Handler), ("jobs/mail/send.cs", "void Run() { }"), ("jobs/clean-up.cs", "void Run() { }"));

        var diagnostic = await CallAsync(folder, name);

        Assert.Equal(expected, $"{diagnostic.Id} {diagnostic.File}");
        Assert.Contains("package FileRoutedApi.Jobs", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs/readme.md")]
    [InlineData("api/_lib/jobs/a.cs")]
    public async Task A_call_names_the_missing_file_if_there_are_none(string file)
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler), (file, ""));

        Assert.Equal("FRA3133", (await CallAsync(folder, "a")).Id);
    }

    [Fact]
    public async Task Other_code_in_jobs_is_ignored()
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler), ("jobs/[not a job].cs", "not even C#"));

        Assert.Equal("FRA3130", (await CallAsync(folder, "a")).Id);
    }

    private static async Task<RouteDiagnostic> CallAsync(TempFolder folder, string name)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.Root });
        builder.Configuration["FileRoutes:CompileCache"] = "false";
        builder.WebHost.UseTestServer();
        var settings = FileRoutesSettings.Read(builder.Configuration, folder.Root, null);
        builder.AddFileRoutes(settings with { Table = settings.Table with { HasJobs = false } }).AddCompilation();
        await using var app = builder.Build();
        app.MapFileRoutes();
        await app.StartAsync(Stop);

        var failure = await Assert.ThrowsAsync<FileRoutesException>(
            () => app.Services.GetRequiredService<IJobs>().EnqueueAsync(name, cancellationToken: Stop));

        return Assert.Single(failure.Diagnostics);
    }
}

using Microsoft.AspNetCore.Builder;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Mistakes in jobs stop the start, with their place.</summary>
public class JobErrorTests
{
    /// <summary>The text of a job, the diagnostic with its place, and a part of the message.</summary>
    public static TheoryData<string, string, string> Errors { get; } = new()
    {
        { "void Work() { }", "FRA2001 jobs/a.cs(1,1)", "The job has no function. Add 'async Task Run(CancellationToken stop)'" },
        { "void run() { }", "FRA2003 jobs/a.cs(1,6)", "Name it 'Run'" },
        { "void Run(HttpContext context) { }", "FRA2080 jobs/a.cs(1,6)", "'HttpContext context' belongs to a request" },
        { "void Run(ApiRequest req) { }", "FRA2080 jobs/a.cs(1,6)", "'ApiRequest req' belongs to a request" },
        { "void Run(int a, string b) { }", "FRA2080 jobs/a.cs(1,6)", "'string b' is not a service, and the payload of a call is 'int a' already" },
        { "void Run(IMissing it) { }\ninterface IMissing;", "FRA2080 jobs/a.cs(1,6)", "no service of this type is registered" },
        {
            "var config = new JobConfig { Cron = \"* * * * *\" };\nvoid Run(Missing it) { }\nrecord Missing(int A);",
            "FRA2081 jobs/a.cs(2,6)",
            "Register the type in Services of _startup.cs, or write 'Missing? it'."
        },
        { "int Run() => 1;", "FRA2082 jobs/a.cs(1,5)", "'Run' returns 'int'" },
        { "async Task<int> Run() => 1;", "FRA2082 jobs/a.cs(1,17)", "'Run' returns 'Task<int>'" },
        { "async void Run() { }", "FRA2004 jobs/a.cs(1,12)", "async void" },
        { "var config = new JobConfig { Cron = \"soon\" };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,30)", "Cron 'soon' is not valid" },
        { "var config = new JobConfig { Cron = \"0 0 30 2 *\" };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,30)", "is never due" },
        { "var config = new JobConfig { TimeZone = \"Moon\" };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,30)", "TimeZone 'Moon' does not exist" },
        { "var config = new JobConfig { MaxDuration = 0 };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,30)", "MaxDuration is 0" },
        {
            "var config = new JobConfig { Overlap = JobOverlap.Wait, Missed = JobMissed.Skip };\nvoid Run() { }",
            "FRA2025 jobs/a.cs(1,57)",
            "a run that waits for more than a minute counts as missed"
        },
        { "var config = new JobConfig { Retry = { Attempts = -1 } };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,40)", "Retry.Attempts is -1" },
        { "var config = new JobConfig { Retry = { Delay = -1 } };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,40)", "Retry.Delay is -1" },
        { "var config = new JobConfig { Retry = { MaxDelay = 1e9 } };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,40)", "Retry.MaxDelay is" },
        { "var config = new JobConfig { Retry = { Factor = 0.5 } };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,40)", "Retry.Factor is 0.5" },
        { "var config = new JobConfig { EnabledBy = \"A\" };\nvoid Run() { }", "FRA2025 jobs/a.cs(1,30)", "EnabledBy switches the schedule off" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_mistake_stops_the_start_and_has_a_place(string text, string place, string message)
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler), ("jobs/a.cs", text));

        var diagnostic = Assert.Single(await FindAsync(folder, addJobs: true));

        Assert.Equal(place, $"{diagnostic.Id} {diagnostic.File}({diagnostic.Line},{diagnostic.Column})");
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs/[id].cs", "FRA1050", "'[id]' is not a valid name of a job")]
    [InlineData("jobs/send mail.cs", "FRA1050", "'send mail' is not a valid name of a job")]
    [InlineData("jobs/_shared.cs", "FRA1050", "Code that jobs share belongs in a folder '_lib'")]
    [InlineData("jobs/A.cs", "FRA1051", "'jobs/A.cs' has the same name")]
    public async Task A_name_that_cannot_be_used_stops_the_start(string path, string id, string message)
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler), ("jobs/a.cs", "void Run() { }"), (path, "void Run() { }"));

        var diagnostic = Assert.Single(await FindAsync(folder, addJobs: true));

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3130_an_application_without_a_scheduler_is_told_how_to_add_one()
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler), ("jobs/a.cs", "void Run() { }"));

        var diagnostic = Assert.Single(await FindAsync(folder, addJobs: false));

        Assert.Equal("FRA3130", diagnostic.Id);
        Assert.Contains("AddJobs()", diagnostic.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<RouteDiagnostic>> FindAsync(TempFolder folder, bool addJobs)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.Root });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["FileRoutes:CompileCache"] = "false";
        var routes = builder.AddFileRoutes().AddCompilation();
        if (addJobs)
        {
            routes.AddJobs();
        }

        await using var app = builder.Build();
        app.MapFileRoutes();
        return (await Assert.ThrowsAsync<FileRoutesException>(() => app.StartAsync(TestContext.Current.CancellationToken))).Diagnostics;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The order in which a graceful shutdown waits. Hosted services stop in the reverse order of their registration.</summary>
public class ShutdownOrderTests
{
    [Fact]
    public void Work_after_responses_ends_before_jobs_and_both_before_the_services_of_the_start_up_file()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/hello.cs", TempFolder.Handler),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Own>();

                """),
            ("api/_lib/Own.cs", """
                class Own : IHostedService
                {
                    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

                    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                }

                """),
            ("jobs/report.cs", "void Run() { }\n")));

        var stopped = app.Services.GetServices<IHostedService>().Reverse().Select(service => service.GetType().Name);

        Assert.Equal(["AfterDrain", "JobsService", "Own"], stopped.Where(name => name is "AfterDrain" or "JobsService" or "Own"));
    }
}

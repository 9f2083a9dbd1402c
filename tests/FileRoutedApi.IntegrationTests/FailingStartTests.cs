using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A failing start under <c>WebApplicationFactory</c>, which starts the application on another thread.</summary>
public class FailingStartTests
{
    private const string Broken = """
        using FluentValidation;
        void POST(Order order) { }
        record Order;
        class V : AbstractValidator<Order> { public V() => throw new IOException("not today"); }
        """;

    [Fact]
    public void The_exception_of_the_start_is_reported_even_if_the_application_has_already_ended()
    {
        using var app = new LateApp(new TempFolder(("api/a.cs", Broken)));

        Assert.Equal("FRA2018", Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreateClient()).Diagnostics).Id);
    }

    [Fact]
    public async Task Concurrent_failing_starts_report_their_own_exceptions()
    {
        var starts = Enumerable.Range(0, 20).Select(_ => Task.Run(
            () =>
            {
                using var app = new FolderApp(
                    new TempFolder(("api/a.cs", "string GET() => \"fine\";\n")),
                    services: services => services.AddHostedService<Failing>());
                return Assert.Throws<FileRoutesException>(() => app.CreateClient()).Diagnostics.Single().Id;
            },
            TestContext.Current.CancellationToken));

        Assert.All(await Task.WhenAll(starts), id => Assert.Equal("FRA3018", id));
    }

    /// <summary>Requests the application after its failed start has ended it.</summary>
    private sealed class LateApp(TempFolder folder) : App(folder.Root, "Development", kestrel: false)
    {
        private readonly Ending _ending = new();

        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IHostedService>(_ => _ending));
        }

        protected override IHost CreateHost(IHostBuilder builder)
        {
            var host = builder.Build();
            _ending.Ended.Wait(TestContext.Current.CancellationToken);
            host.Start();
            return host;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            folder.Dispose();
        }
    }

    /// <summary>A hosted service that is stopped or disposed with its application.</summary>
    private sealed class Ending : IHostedService, IDisposable
    {
        public ManualResetEventSlim Ended { get; } = new();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Ended.Set();
            return Task.CompletedTask;
        }

        public void Dispose() => Ended.Set();
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new IOException("not today");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

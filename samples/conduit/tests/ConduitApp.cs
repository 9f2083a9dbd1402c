using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;

namespace ConduitTests;

/// <summary>The sample with its own database, and a clock that the tests set.</summary>
public sealed class ConduitApp : WebApplicationFactory<Program>
{
    private readonly string _database = Path.Combine(Path.GetTempPath(), $"conduit-{Guid.NewGuid():N}.db");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 18, 3, 22, 56, 637, TimeSpan.Zero));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("FileRoutes:Root", Sample);
        builder.UseSetting("FileRoutes:SharedAssembly", typeof(ConduitApp).Assembly.GetName().Name);
        builder.UseSetting("ConnectionStrings:Conduit", $"Data Source={_database};Pooling=False");
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        File.Delete(_database);
    }

    /// <summary>The folder of the sample, which contains the build output of these tests.</summary>
    private static string Sample
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "api", "_startup.cs")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the sample.");
            }

            return folder;
        }
    }
}

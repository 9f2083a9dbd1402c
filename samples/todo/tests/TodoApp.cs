using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace TodoTests;

/// <summary>The sample with its own database. A test can replace its services.</summary>
internal sealed class TodoApp(Action<IServiceCollection>? replace = null) : WebApplicationFactory<Program>
{
    private readonly string _database = Path.Combine(Path.GetTempPath(), $"todos-{Guid.NewGuid():N}.db");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("FileRoutes:Root", Sample);
        builder.UseSetting("FileRoutes:SharedAssembly", typeof(ITodoStore).Assembly.GetName().Name);
        builder.UseSetting("ConnectionStrings:Todos", $"Data Source={_database};Pooling=False");
        builder.ConfigureTestServices(services => replace?.Invoke(services));
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

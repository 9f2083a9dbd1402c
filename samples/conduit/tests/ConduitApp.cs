using Microsoft.Extensions.Time.Testing;

namespace ConduitTests;

/// <summary>The sample with its own database, and a clock that the tests set.</summary>
public sealed class ConduitApp : IAsyncDisposable
{
    private readonly string _database = Path.Combine(Path.GetTempPath(), $"conduit-{Guid.NewGuid():N}.db");
    private RouteApp _app = null!;

    private ConduitApp()
    {
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 18, 3, 22, 56, 637, TimeSpan.Zero));

    public static async Task<ConduitApp> StartAsync()
    {
        var conduit = new ConduitApp();
        conduit._app = await RouteApp.StartAsync(
            options =>
            {
                options.TimeProvider = conduit.Time;
                options.Settings["ConnectionStrings:Conduit"] = $"Data Source={conduit._database};Pooling=False";
                options.Settings["Conduit:SigningKey"] = Convert.ToBase64String(new byte[32]);
            },
            TestContext.Current.CancellationToken);
        return conduit;
    }

    /// <summary>Creates a client with headers of its own.</summary>
    public HttpClient CreateClient() => _app.CreateClient(new());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_database);
    }
}

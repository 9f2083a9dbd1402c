using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TodoTests;

public sealed class TodoApiTests : IDisposable
{
    // A test that hangs fails with its name, and does not block the other tests.
    private const int TimeLimit = 180_000;

    private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _database = Path.Combine(Path.GetTempPath(), $"todos-{Guid.NewGuid():N}.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_database);

    [Fact(Timeout = TimeLimit)]
    public async Task A_todo_is_added_read_changed_and_removed()
    {
        await using var app = await StartAsync();
        var added = await app.Client.PostAsJsonAsync("/api/todos", new { title = "Write a test" }, Stop);
        var place = added.Headers.Location;
        Assert.Equal((HttpStatusCode.Created, "/api/todos/1"), (added.StatusCode, place?.OriginalString));

        await app.Client.PutAsJsonAsync(place, new { title = "Write a test", done = true }, Stop);
        var found = await app.Client.GetFromJsonAsync<Todo>(place, Stop);
        Assert.Equal((1, "Write a test", true), (found!.Id, found.Title, found.Done));

        Assert.Equal(HttpStatusCode.NoContent, (await app.Client.DeleteAsync(place, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(place, Stop)).StatusCode);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("/api/todos", "c b a")]
    [InlineData("/api/todos?take=2", "c b")]
    [InlineData("/api/todos?done=true", "b")]
    [InlineData("/api/todos?done=false", "c a")]
    public async Task Todos_are_listed_from_the_newest(string path, string titles)
    {
        await using var app = await StartAsync();
        foreach (var title in new[] { "a", "b", "c" })
        {
            await app.Client.PostAsJsonAsync("/api/todos", new { title, done = title == "b" }, Stop);
        }

        var todos = await app.Client.GetFromJsonAsync<Todo[]>(path, Stop);

        Assert.Equal(titles, string.Join(' ', todos!.Select(todo => todo.Title)));
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("""{"title":""}""", "'Title' must not be empty.")]
    [InlineData("""{"title":null}""", "The value at '$.title' must not be null.")]
    [InlineData("{}", "The value at '$.title' is missing.")]
    public async Task A_todo_without_a_title_is_refused(string todo, string error)
    {
        await using var app = await StartAsync();
        var response = await app.Client.PostAsync("/api/todos", new StringContent(todo, Encoding.UTF8, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            error,
            JsonSerializer.Serialize(await response.Content.ReadFromJsonAsync<JsonElement>(Stop), _readable),
            StringComparison.Ordinal);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_missing_todo_is_a_404(string method)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/todos/7");

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.SendAsync(request, Stop)).StatusCode);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task The_clock_is_that_of_the_application()
    {
        await using var app = await StartAsync(options => options.TimeProvider = new StoppedClock());

        var added = await app.Client.PostAsJsonAsync("/api/todos", new { title = "now" }, Stop);

        Assert.Equal(DateTimeOffset.UnixEpoch, (await added.Content.ReadFromJsonAsync<Todo>(Stop))!.CreatedAt);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_store_can_be_replaced()
    {
        await using var app = await StartAsync(options => options.Services.Replace<ITodoStore>(new FullStore()));

        var response = await app.Client.PostAsJsonAsync("/api/todos", new { title = "one more" }, Stop);

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
    }

    /// <summary>Starts the sample with a database of its own.</summary>
    private Task<RouteApp> StartAsync(Action<RouteAppOptions>? configure = null) => RouteApp.StartAsync(
        options =>
        {
            options.Settings["ConnectionStrings:Todos"] = $"Data Source={_database};Pooling=False";
            configure?.Invoke(options);
        },
        Stop);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }

    private sealed class FullStore : ITodoStore
    {
        private static readonly ApiException _full = new(507, "There is too much to do already");

        public Task<Todo> AddAsync(TodoInput input, CancellationToken stop) => throw _full;

        public Task<Todo?> ChangeAsync(long id, TodoInput input, CancellationToken stop) => throw _full;

        public Task<Todo?> FindAsync(long id, CancellationToken stop) => throw _full;

        public Task<IReadOnlyList<Todo>> ListAsync(bool? done, int take, CancellationToken stop) => throw _full;

        public Task PrepareAsync(CancellationToken stop) => Task.CompletedTask;

        public Task<bool> RemoveAsync(long id, CancellationToken stop) => throw _full;
    }
}

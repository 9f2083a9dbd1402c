namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Replaced code does not stay in memory, whatever has used its types.</summary>
public class DevUnloadTests
{
    private const string Setting = "--FileRoutes:OpenApi:File=openapi.json";
    private const string Layout = "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n";
    private const string Route = "string GET() => \"text\";\n";

    [Theory]
    [InlineData("api/x.cs", Route)]
    [InlineData("api/x.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { Text = \"text\" });\n")]
    [InlineData("api/x.cs", "Out GET() => new(\"text\");\nrecord Out(string Text);\n")]
    [InlineData("api/x.cs", "IResult GET() => TypedResults.Ok(new Out(\"text\"));\nrecord Out(string Text);\n")]
    [InlineData("api/x.cs", "string GET(Kind kind = Kind.A) => \"text\";\nenum Kind { A, B }\n")]
    [InlineData("api/x.cs", "string GET([AsParameters] In value) => \"text\";\nrecord In(int A = 1);\n")]
    [InlineData("api/x.cs", Route + "In POST(In value) => value;\nrecord In(int A);\n")]
    [InlineData("api/x.cs", "using FluentValidation;\n" + Route + """
        string POST(In value) => "text";
        record In(int A);
        class InValidator : AbstractValidator<In> { public InValidator() => RuleFor(value => value.A).GreaterThan(0); }

        """)]
    [InlineData("api/_middleware.cs", "Task Middleware(ApiRequest req, ApiResponse res, Next next) => next();\n")]
    [InlineData("app/x/page.cs", "Html Page() => $\"text\";\n")]
    [InlineData("jobs/mail.cs", "void Run(In value) { }\nrecord In(int A);\n")]
    public async Task A_replaced_file_is_unloaded(string path, string text)
    {
        await using var dev = await Dev.StartAsync([Setting], ("api/x.cs", Route), ("app/layout.cs", Layout), (path, text));
        await AssertUnloadedAsync(dev, path, text, $"compiled {path}");
    }

    [Theory]
    [InlineData("api/_lib/Todo.cs", "record Todo(string Text);\n")]
    [InlineData("api/_startup.cs", """
        void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Clock>();
        void App(WebApplication app) => app.MapGet("/own", (Clock clock) => clock);
        class Clock;

        """)]
    public async Task Replaced_code_of_all_files_is_unloaded(string path, string text)
    {
        await using var dev = await Dev.StartAsync([Setting], ("api/_lib/Todo.cs", "record Todo(string Text);\n"), (path, text),
            ("api/x.cs", "Todo GET() => new(\"text\");\n"));
        await AssertUnloadedAsync(dev, path, text, "restarted");
    }

    [Fact]
    public async Task A_replaced_context_of_Entity_Framework_is_unloaded()
    {
        const string path = "api/_lib/Db.cs";
        const string text = """
            using Microsoft.EntityFrameworkCore;
            class Db : DbContext
            {
                public DbSet<Todo> Todos => Set<Todo>();
                protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");
            }
            class Todo { public int Id { get; set; } public string Text { get; set; } = ""; }

            """;
        const string route = """
            #:package Microsoft.EntityFrameworkCore.Sqlite@10.0.15
            string GET()
            {
                using var db = new Db();
                return db.Todos.EntityType.FindProperty("Text") is null ? "" : "text";
            }

            """;
        await using var dev = await Dev.StartAsync([Setting], (path, text), ("api/x.cs", route));
        await AssertUnloadedAsync(dev, path, text, "restarted");
    }

    private static async Task AssertUnloadedAsync(Dev dev, string path, string text, string line)
    {
        var marker = $"Marker{Guid.NewGuid():N}";
        for (var i = 0; i < 3; i++)
        {
            dev.Write(path, $"{text}class {marker} {{ int Version{i}; }}\n");
            await dev.LineAsync(line);
            Assert.Matches("^(text|\\{\"text\":\"text\"\\})$", await dev.GetAsync("/api/x"));
            Assert.Contains("/api/x", await dev.GetAsync("/openapi/v1.json"), StringComparison.Ordinal);
            await dev.GetAsync("/x");
            await dev.GetAsync("/own");
        }

        // The development server clears the caches of libraries when nothing has changed for a second.
        await Dev.WaitAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(Loaded(marker) == 1);
        });
    }

    private static int Loaded(string type) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.GetName().Name!.StartsWith("FileRoutedApi.Routes", StringComparison.Ordinal))
        .Count(assembly => assembly.GetTypes().Any(declared => declared.Name == type));
}

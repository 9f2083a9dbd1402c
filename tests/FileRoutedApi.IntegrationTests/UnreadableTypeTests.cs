namespace FileRoutedApi.IntegrationTests;

/// <summary>A type that cannot be read from a body stops the start, instead of failing each request.</summary>
public sealed class UnreadableTypeTests
{
    private const string Types = """

        class Twice { public Twice(string a) => A = a; public Twice(string a, int b) => A = a; public string A { get; } }
        record Fixed { public string A => "a"; }
        abstract record Base(string A);
        interface IThing { string A { get; } }
        class Other { public Other(string other) { } public string A { get; set; } = ""; }
        record Deep(string A, Inner Inner);
        record Inner(List<Leaf> Leaves);
        record Leaf(IThing? Thing);
        record Made(
            string A, IReadOnlyList<string>? B, ISet<int>? C, IDictionary<string, object>? D,
            System.Collections.Immutable.ImmutableArray<int>? E, Made? F);
        struct Value(string a) { public string A { get; } = a; }
        record struct Pair(string A, int B);
        class Marked
        {
            public Marked() { }
            [System.Text.Json.Serialization.JsonConstructor] public Marked(string a) => A = a;
            public string? A { get; }
        }

        """;

    private static string[] Ways(string type) =>
        [
            $"ApiRequest<{type}> request",
            $"[Microsoft.AspNetCore.Mvc.FromForm] {type} body",
            $"[Microsoft.AspNetCore.Mvc.FromBody] {type} body"
        ];

    [Theory]
    [InlineData("Twice", "'Twice' has no public constructor without parameters, and not exactly one with parameters")]
    [InlineData("Fixed", "'Fixed' has no member that can be set")]
    [InlineData("Base", "'Base' is abstract")]
    [InlineData("IThing", "'IThing' is an interface")]
    [InlineData("Other", "'Other' has a constructor whose parameter 'other' does not have the name of a member")]
    [InlineData("Deep", ".Inner.Leaves.Thing' cannot be read from a body: 'IThing' is an interface")]
    [InlineData("Tuple<string, Type>", ".Item2' cannot be read from a body: 'Type' is a type that cannot be read from text")]
    [InlineData("List<Stream>", "'Stream' is abstract")]
    [InlineData("List<Value>", "'Value' has no member that can be set")]
    [InlineData("List<IFormCollection>", "is a collection that cannot be created")]
    public async Task FRA2016_a_type_that_cannot_be_read_from_a_body_stops_the_start(string type, string mistake)
    {
        foreach (var parameter in Ways(type))
        {
            using var folder = new TempFolder(("api/a.cs", $"void POST({parameter}) {{ }}\n{Types}"));

            var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
                folder, compile: true, map: app => app.MapFileRoutes()));

            var diagnostic = Assert.Single(exception.Diagnostics);
            Assert.Equal(("FRA2016", "api/a.cs", 1), (diagnostic.Id, diagnostic.File, diagnostic.Line));
            Assert.Contains(mistake, diagnostic.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FRA2016_a_member_that_JSON_cannot_create_stops_the_start()
    {
        using var folder = new TempFolder(("api/a.cs", "void POST(Kind body) { }\nrecord Kind(Type? Type);\n"));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes()));

        Assert.Contains(
            "'Type' is a type that cannot be read from text",
            Assert.Single(exception.Diagnostics).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA2016_a_build_finds_the_error_too()
    {
        using var folder = new TempFolder(("api/a.cs", $"void POST(ApiRequest<Twice> request) {{ }}\n{Types}"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build");

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA2016", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_can_be_read_from_a_body_is_accepted()
    {
        using var folder = new TempFolder(("api/a.cs", $$"""
            void GET(ApiRequest<Made> request) { }
            void POST(ApiRequest<Pair?> request) { }
            void PUT(ApiRequest<Marked> request) { }
            void PATCH(ApiRequest<Dictionary<string, List<Pair>>> request) { }
            void DELETE(ApiRequest<System.Text.Json.JsonElement> request) { }
            void HEAD(ApiRequest<IFormFile> request) { }
            void OPTIONS(ApiRequest<List<IFormFile>> request) { }
            {{Types}}
            """));

        var exception = await Record.ExceptionAsync(async () =>
        {
            await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes());
        });

        Assert.Null(exception);
    }

    [Fact]
    public async Task FRA2016_a_form_and_JSON_are_two_bodies()
    {
        using var folder = new TempFolder(("api/a.cs", """
            using Microsoft.AspNetCore.Mvc;
            void POST([FromForm] string a, [FromBody] Body b) { }
            record Body(string A);
            """));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes()));

        Assert.Contains(
            "one parameter reads the body as a form, and another as JSON",
            Assert.Single(exception.Diagnostics).Message,
            StringComparison.Ordinal);
    }
}

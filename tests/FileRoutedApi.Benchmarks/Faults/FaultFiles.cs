namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>The route files that are abused, and the one that the healthy client requests.</summary>
internal static class FaultFiles
{
    public static async Task WriteAsync(string root, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "api")).FullName;
        foreach (var (name, text) in _files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text, stop);
        }
    }

    private static readonly (string Name, string Text)[] _files =
    [
        ("hello.cs", """void Handler(ApiRequest req, ApiResponse res) => res.Status(200).Json(new { message = "hello" });"""),
        ("echo.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { query = req.Query, body = req.Body });"),

        // Responds with the number of its requests, so that a smuggled request is detected.
        ("marked.cs", """
            var hits = 0;
            void Handler(ApiRequest req, ApiResponse res) =>
                res.Json(new { marked = req.Query["count"] is null ? Interlocked.Increment(ref hits) : hits });
            """),
        ("throws.cs", """void Handler(ApiRequest req, ApiResponse res) => throw new InvalidOperationException("a secret");"""),
        ("throws-late.cs", """
            async Task Handler(ApiRequest req, ApiResponse res)
            {
                await res.WriteAsync("begun");
                await res.FlushAsync();
                throw new InvalidOperationException("a secret");
            }
            """),
        ("waits.cs", """
            var config = new RouteConfig { MaxDuration = 1 };
            Task Handler(ApiRequest req, ApiResponse res) => Task.Delay(Timeout.Infinite, req.Aborted);
            """),
        ("deaf.cs", """
            var config = new RouteConfig { MaxDuration = 1 };
            Task Handler(ApiRequest req, ApiResponse res) => Task.Delay(Timeout.Infinite);
            """),
        ("blocks.cs", """
            var config = new RouteConfig { MaxDuration = 1 };
            void Handler(ApiRequest req, ApiResponse res) => Thread.Sleep(TimeSpan.FromSeconds(3));
            """),

        // 16 MB in small pieces, with backpressure from the client.
        ("large.cs", """
            var piece = new string('x', 1024);
            async Task Handler(ApiRequest req, ApiResponse res)
            {
                for (var i = 0; i < 16 * 1024; i++)
                {
                    await res.WriteAsync(piece);
                    await res.FlushAsync();
                }
            }
            """),
    ];
}

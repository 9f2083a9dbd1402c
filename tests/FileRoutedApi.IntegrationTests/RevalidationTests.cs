using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Warnings about a revalidation that has no effect.</summary>
public class RevalidationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/posts/1", null)]
    [InlineData("/api/posts/[id]", null)]
    [InlineData("/api/docs/[...path]", null)]
    [InlineData("/api/list", null)]
    [InlineData("/api/posts/{id}", "To revalidate every response of the file, write /api/posts/[id].")]
    [InlineData("/api/posts/:id", "To revalidate every response of the file, write /api/posts/[id].")]
    [InlineData("/api/posts/*", "To revalidate every response of the file, write /api/posts/[id].")]
    [InlineData("/api/posts/[...id]", "To revalidate every response of the file, write /api/posts/[id].")]
    [InlineData("/api/posts/[slug]", "To revalidate every response of the file, write /api/posts/[id].")]
    [InlineData("/api/docs/[[...path]]", "To revalidate every response of the file, write /api/docs/[...path].")]
    [InlineData("/api/docs/**", "To revalidate every response of the file, write /api/docs/[...path].")]
    [InlineData("/api/plain", "The responses of api/plain.cs are not cached")]
    [InlineData("/api/users/7", "The responses of api/users/[id].cs are not cached")]
    [InlineData("/api/users/[id]", "The responses of api/users/[id].cs are not cached")]
    [InlineData("/api/nothing/here", "No file handles /api/nothing/here")]
    [InlineData("/api/nothing/[id]", "No file handles /api/nothing/[id]")]
    public async Task A_path_that_revalidates_nothing_logs_a_warning(string path, string? warning)
    {
        const string cached = "var config = new RouteConfig { Revalidate = 60 };\nint GET() => 1;\n";
        const string plain = "int GET() => 1;\n";
        using var app = new FolderApp(new TempFolder(
            ("api/posts/[id].cs", cached),
            ("api/docs/[...path].cs", cached),
            ("api/list.cs", cached),
            ("api/plain.cs", plain),
            ("api/users/[id].cs", plain)));

        await app.Services.GetRequiredService<IRevalidation>().RevalidateAsync(path, Stop);

        Assert.Equal(
            warning is null ? [] : [warning],
            app.Logs.Messages.Select(message => message.Contains(warning ?? "\n", StringComparison.Ordinal) ? warning : message));
    }
}

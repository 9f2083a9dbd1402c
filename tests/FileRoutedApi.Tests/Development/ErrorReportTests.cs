using System.Reflection;
using FileRoutedApi.Development;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Development;

public class ErrorReportTests
{
    [Fact]
    public async Task Frames_of_user_files_are_distinguished_from_those_of_the_framework()
    {
        using var folder = new TestFolder(("api/x.cs",
            """
            async Task Handler(ApiRequest req, ApiResponse res)
            {
                await Task.Yield();
                try { new[] { 1 }.Select(Fail).ToList(); }
                catch (Exception exception) { throw new InvalidOperationException("outer", exception); }
            }
            int Fail(int number) => throw new Wrong();
            class Wrong() : Exception("inner");
            """));
        var exception = await ThrowAsync(folder);

        var report = ErrorReport.OfException(folder.Root, exception);

        Assert.Equal(
            [("outer", "api/x.cs", 5), ("inner", "api/x.cs", 7)],
            report.Places.Select(place => (place.Message, place.File!, place.Line)));
        Assert.Equal(["System.InvalidOperationException", "Wrong"], report.Thrown.Select(thrown => thrown.Type));
        Assert.Equal(
            ["Fail(Int32 number)", "Handler(ApiRequest req, ApiResponse res)"],
            report.Thrown[1].Frames.Where(frame => frame.IsOwn).Select(frame => frame.Method));
        Assert.Contains(report.Thrown[1].Frames, frame => !frame.IsOwn && frame.Method.StartsWith("System.Linq.", StringComparison.Ordinal));
        Assert.Same(exception, report.Exception);
    }

    [Fact]
    public void All_exceptions_of_an_AggregateException_are_causes()
    {
        var report = ErrorReport.OfException("/", new AggregateException(new ArgumentException("a"), new TargetInvocationException(new NotSupportedException("b"))));

        Assert.Equal(
            ["AggregateException", "ArgumentException", "TargetInvocationException", "NotSupportedException"],
            report.Thrown.Select(thrown => thrown.Type[(thrown.Type.LastIndexOf('.') + 1)..]));
    }

    [Fact]
    public void Errors_come_before_warnings()
    {
        var report = ErrorReport.OfDiagnostics(ErrorReport.CompileError, "/",
        [
            new RouteDiagnostic("CS0168", RouteDiagnosticSeverity.Warning, "api/a.cs", 1, 2, "first"),
            new RouteDiagnostic("CS0103", RouteDiagnosticSeverity.Error, "api/a.cs", 3, 4, "second"),
            new RouteDiagnostic("CS0104", RouteDiagnosticSeverity.Error, null, 0, 0, "third"),
        ]);

        Assert.Equal(["CS0103", "CS0104", "CS0168"], report.Places.Select(place => place.Id));
    }

    [Theory]
    [InlineData("api/post/[pid].cs", "/srv/app", 4, 2, "vscode://file/srv/app/api/post/%5Bpid%5D.cs:4:2")]
    [InlineData("api/a b#?%.cs", "/srv/ü", 0, 0, "vscode://file/srv/%C3%BC/api/a%20b%23%3F%25.cs:1:1")]
    [InlineData("api/x.cs", "C:\\app", 1, 1, "vscode://file/C:/app/api/x.cs:1:1")]
    public void An_editor_link_names_the_absolute_path(string file, string root, int line, int column, string expected) =>
        Assert.Equal(expected, EditorLink.To(root, file, line, column));

    private static async Task<Exception> ThrowAsync(TestFolder folder)
    {
        var module = Assert.Single(await folder.LoadAsync());
        return await Assert.ThrowsAnyAsync<Exception>(() => (Task)module.Exports[0].Handler.DynamicInvoke(null, null)!);
    }
}

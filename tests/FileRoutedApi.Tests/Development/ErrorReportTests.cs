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

        var report = ErrorReport.OfException(new SourceFolder(folder.Root), exception);

        Assert.Equal(
            [("outer", "api/x.cs", 5), ("inner", "api/x.cs", 7)],
            report.Places.Select(place => (place.Message, place.File!, place.Line)));
        Assert.Equal(["System.InvalidOperationException", "Wrong"], report.Thrown.Select(thrown => thrown.Type));
        Assert.Equal(
            ["Fail(int number)", "Handler(ApiRequest req, ApiResponse res)"],
            report.Thrown[1].Frames.Where(frame => frame.IsOwn).Select(frame => frame.Method));
        Assert.Contains(report.Thrown[1].Frames, frame => !frame.IsOwn && frame.Method.StartsWith("System.Linq.", StringComparison.Ordinal));
        Assert.Same(exception, report.Exception);
    }

    [Fact]
    public void All_exceptions_of_an_AggregateException_are_causes()
    {
        var report = ErrorReport.OfException(new SourceFolder("/"), new AggregateException(new ArgumentException("a"), new TargetInvocationException(new NotSupportedException("b"))));

        Assert.Equal(
            ["AggregateException", "ArgumentException", "TargetInvocationException", "NotSupportedException"],
            report.Thrown.Select(thrown => thrown.Type[(thrown.Type.LastIndexOf('.') + 1)..]));
    }

    [Fact]
    public void Errors_come_before_warnings()
    {
        var report = ErrorReport.OfDiagnostics(ErrorReport.CompileError, new SourceFolder("/"),
        [
            new RouteDiagnostic("CS0168", RouteDiagnosticSeverity.Warning, "api/a.cs", 1, 2, "first"),
            new RouteDiagnostic("CS0103", RouteDiagnosticSeverity.Error, "api/a.cs", 3, 4, "second"),
            new RouteDiagnostic("CS0104", RouteDiagnosticSeverity.Error, null, 0, 0, "third"),
        ]);

        Assert.Equal(["CS0103", "CS0104", "CS0168"], report.Places.Select(place => place.Id));
    }

    [Fact]
    public void The_same_diagnostic_is_reported_once()
    {
        var diagnostic = new RouteDiagnostic("FRA3016", RouteDiagnosticSeverity.Error, null, 0, 0, "Not registered.");

        Assert.Single(ErrorReport.OfDiagnostics("", new SourceFolder("/"), [diagnostic, diagnostic]).Places);
    }

    [Theory]
    [InlineData("CS1002", "Compile error")]
    [InlineData("FRA1001", "Error in a file name")]
    [InlineData("FRA2001", "Error in a route file")]
    [InlineData("FRA2013", "The top-level statements failed")]
    [InlineData("FRA3008", "Configuration error")]
    public void The_title_says_what_kind_of_error_it_is(string id, string title) => Assert.Equal(
        title,
        ErrorReport.OfFile(new SourceFolder("/"), [new RouteDiagnostic(id, RouteDiagnosticSeverity.Error, "api/a.cs", 1, 1, "text")]).Title);

    [Theory]
    [InlineData("FRA3008", "It needs a scheme. Call services.Add() in '_startup.cs'.", "It needs a scheme.", "Call services.Add() in '_startup.cs'.")]
    [InlineData("FRA3008", "One sentence about _lib. only.", "One sentence about _lib. only.", "")]
    [InlineData("CS1002", "Two. Sentences.", "Two. Sentences.", "")]
    public void A_message_is_divided_into_problem_and_advice(string id, string message, string problem, string advice) =>
        Assert.Equal((problem, advice), ErrorTitle.Divide(new ErrorPlace(id, RouteDiagnosticSeverity.Error, message, null, 0, 0)));

    private static async Task<Exception> ThrowAsync(TestFolder folder)
    {
        var module = Assert.Single(await folder.LoadAsync());
        return await Assert.ThrowsAnyAsync<Exception>(() => (Task)module.Exports[0].Handler.DynamicInvoke(null, null)!);
    }
}

using System.Text.RegularExpressions;

namespace FileRoutedApi.Tests;

/// <summary>
/// Every task source runs continuations asynchronously. Otherwise a test continues inside a request of the server, waits there for
/// that server to stop, and never ends.
/// </summary>
public partial class ContinuationTests
{
    private static readonly string[] _folders = ["src", "tests", "samples", "api"];

    [Fact]
    public void Every_TaskCompletionSource_runs_continuations_asynchronously()
    {
        var files = _folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "ContinuationTests.cs")
            .Where(file => !Repository.IsOutput(file));

        var found = files.SelectMany(file => File.ReadLines(file)
            .Where(line => CreatedWithoutOptions().IsMatch(line))
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}"));

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var done = new TaskCompletionSource();", true)]
    [InlineData("TaskCompletionSource<int> _done = new();", true)]
    [InlineData("var done = new TaskCompletionSource<(int, string)>(state);", true)]
    [InlineData("var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);", false)]
    [InlineData("TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);", false)]
    [InlineData("Channel.CreateUnbounded<int>(new() { AllowSynchronousContinuations = true });", true)]
    [InlineData("void Complete(TaskCompletionSource done) => done.SetResult();", false)]
    public void The_pattern_finds_sources_that_run_continuations_synchronously(string line, bool isFound) =>
        Assert.Equal(isFound, CreatedWithoutOptions().IsMatch(line));

    [GeneratedRegex(
        @"new TaskCompletionSource\b(?!.*RunContinuationsAsynchronously)|"
        + @"TaskCompletionSource(<[^;=]*>)?\??\s+\w+\s*=\s*new\((?!.*RunContinuationsAsynchronously)|"
        + @"AllowSynchronousContinuations\s*=\s*true")]
    private static partial Regex CreatedWithoutOptions();
}

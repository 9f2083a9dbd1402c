using CsCheck;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Routing;

public class RouteExplanationTests
{
    private static readonly string[] _files =
    [
        "api/hello.cs", "api/post/create.cs", "api/post/[pid].cs", "api/post/[pid]/[comment].cs", "api/post/[...slug].cs",
        "api/shop/[[...slug]].cs", "api/user/[id].cs",
    ];

    [Theory]
    [InlineData("/api/hello", """
        + api/hello.cs: handles the path: every segment matches
        6 others
        """)]
    [InlineData("/api/post/create", """
        + api/post/create.cs: handles the path: every segment matches
        = api/post/[pid].cs: also matches, but 'api/post/create.cs' takes precedence: predefined before dynamic
        = api/post/[...slug].cs: also matches, but 'api/post/create.cs' takes precedence: predefined before catch-all
        4 others
        """)]
    [InlineData("/api/post/a%2Fb", """
        - api/post/create.cs: segment 3 is 'a%2Fb', not 'create'
        + api/post/[pid].cs: handles the path: [pid] = 'a/b'
        - api/post/[pid]/[comment].cs: the path ends before [comment]
        = api/post/[...slug].cs: also matches, but 'api/post/[pid].cs' takes precedence: dynamic before catch-all
        3 others
        """)]
    [InlineData("/api/post/a/b/c", """
        - api/post/create.cs: segment 3 is 'a', not 'create'
        - api/post/[pid].cs: the path has 2 more segments than the pattern
        - api/post/[pid]/[comment].cs: the path has one more segment than the pattern
        + api/post/[...slug].cs: handles the path: [...slug] = 'a', 'b', 'c'
        3 others
        """)]
    [InlineData("/api/post", """
        - api/post/create.cs: the path ends before 'create'
        - api/post/[pid].cs: the path ends before [pid]
        - api/post/[...slug].cs: a catch-all needs at least one segment, and none is left for [...slug]
        4 others
        """)]
    [InlineData("/api/shop", """
        + api/shop/[[...slug]].cs: handles the path: [[...slug]] is empty
        6 others
        """)]
    [InlineData("/api/user//x", """
        - api/user/[id].cs: segment 3 is empty
        6 others
        """)]
    [InlineData("/api/helo", """
        - api/hello.cs: segment 2 is 'helo', not 'hello'
        6 others
        """)]
    [InlineData("/api/SHOPS/1", """
        - api/shop/[[...slug]].cs: segment 2 is 'SHOPS', not 'shop'
        6 others
        """)]
    [InlineData("/api/posts/1", """
        - api/post/create.cs: segment 2 is 'posts', not 'post'
        6 others
        """)]
    [InlineData("/api/invoices", """
        7 others
        """)]
    [InlineData("/other", """
        - api/hello.cs: segment 1 is 'other', not 'api'
        6 others
        """)]
    public void A_path_is_explained_candidate_by_candidate(string path, string expected)
    {
        var explanation = Create(_files).Explain(RequestPath.TryParse(path)!);

        var lines = explanation.Candidates.Select(
            candidate => $"{(candidate.IsSelected ? '+' : candidate.Matches ? '=' : '-')} {candidate.File.Path}: {candidate.Reason}");
        Assert.Equal(expected, string.Join('\n', [.. lines, $"{explanation.OmittedCount} others"]));
    }

    [Fact]
    public void The_explanation_agrees_with_the_match() =>
        Gen.Select(RouteFiles.Valid, RouteFiles.RequestPath.Array[1, 8]).Sample(
            (files, paths) => paths.All(path => Agrees(Create(files), path)),
            iter: 500);

    [Fact]
    public void The_explanation_agrees_with_the_match_for_conflicting_files() =>
        Gen.Select(RouteFiles.Any, RouteFiles.RequestPath.Array[1, 8]).Sample(
            (files, paths) => paths.All(path => Agrees(Create(files), path)),
            iter: 500);

    [Fact]
    public void Of_many_files_only_a_few_are_shown()
    {
        var files = Enumerable.Range(0, 1000).Select(number => $"api/items/r{number}.cs").ToArray();

        var missed = Create(files).Explain(RequestPath.TryParse("/api/items/none")!);
        var explanation = Create([.. files, "api/items/[id].cs", "api/[...all].cs"]).Explain(RequestPath.TryParse("/api/items/r7")!);

        Assert.Equal((0, 1000), (missed.Candidates.Count, missed.OmittedCount));
        Assert.Equal("None of the routes of the 1000 files is close to the path.", missed.OmittedReason);
        Assert.Equal(
            ["api/items/r7.cs", "api/items/[id].cs", "api/[...all].cs"],
            explanation.Candidates.Select(candidate => candidate.File.Path));
        Assert.Equal(999, explanation.OmittedCount);
    }

    [Fact]
    public void An_empty_folder_matches_no_path()
    {
        var explanation = Create().Explain(RequestPath.TryParse("/api")!);

        Assert.Equal((null, 0, null), (explanation.Match, explanation.Candidates.Count, explanation.OmittedReason));
    }

    private static bool Agrees(RouteTable table, string path)
    {
        var request = RequestPath.TryParse(Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal))!;
        var expected = table.Match(request);
        var explanation = table.Explain(request);
        return explanation.Candidates.SingleOrDefault(candidate => candidate.IsSelected)?.File == expected?.File
            && explanation.Match?.File == expected?.File
            && Text(explanation.Match) == Text(expected)
            && explanation.Candidates.Count + explanation.OmittedCount == table.Routes.Count;
    }

    private static string Text(RouteMatch? match) =>
        string.Join(
            '&',
            match?.Parameters.Select(
                parameter => $"{parameter.Name}{(parameter.IsCatchAll ? "[]" : "")}={string.Join('/', parameter.Values)}") ?? []);

    private static RouteTable Create(params string[] paths) => RouteTable.Create(paths, RouteTableOptions.Default);
}

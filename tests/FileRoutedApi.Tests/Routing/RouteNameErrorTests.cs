using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Routing;

/// <summary>One test for each id of FRA1xxx that a name can cause.</summary>
public class RouteNameErrorTests
{
    [Theory]
    [InlineData("api/[...a]/b.cs", "[...a]")]
    [InlineData("api/[[...a]]/[b].cs", "[[...a]]")]
    public void FRA1001_a_catch_all_is_the_last_part(string path, string named) =>
        Expect("FRA1001", $"Catch-all must be the last part of the URL. Move '{named}' to the end of the path.", path);

    [Fact]
    public void An_index_file_of_a_catch_all_folder_is_allowed() =>
        Assert.Empty(Create("api/[...a]/index.cs").Diagnostics);

    [Theory]
    [InlineData("api/[…a].cs", "…a")]
    [InlineData("api/[[…a]].cs", "…a")]
    public void FRA1002_three_dots_are_three_characters(string path, string name) =>
        Expect("FRA1002", $"Detected a three-dot character ('…') at ('{name}'). Did you mean ('...')?", path);

    [Theory]
    [InlineData("api/[[...id].cs", "[...id")]
    [InlineData("api/[...id]].cs", "id]")]
    [InlineData("api/[[[...id]]].cs", "[...id]")]
    [InlineData("api/[[id].cs", "[id")]
    [InlineData("api/[id]].cs", "id]")]
    public void FRA1003_brackets_come_in_pairs(string path, string name) =>
        Expect("FRA1003", $"Segment names may not start or end with extra brackets ('{name}').", path);

    [Theory]
    [InlineData("api/[.id].cs", ".id")]
    [InlineData("api/[..id].cs", "..id")]
    [InlineData("api/[....id].cs", ".id")]
    [InlineData("api/b/[....id]/abc.cs", ".id")]
    public void FRA1004_a_name_does_not_start_with_a_period(string path, string name) =>
        Expect("FRA1004", $"Segment names may not start with erroneous periods ('{name}').", path);

    [Theory]
    [InlineData("api/[a].cs", "api/[b].cs")]
    [InlineData("api/[a]/x.cs", "api/[b]/y.cs")]
    [InlineData("api/[...a].cs", "api/[...b].cs")]
    [InlineData("api/[[...a]].cs", "api/[[...b]].cs")]
    public void FRA1005_one_place_has_one_name(string first, string second) =>
        Expect(
            "FRA1005",
            $"You cannot use different slug names for the same dynamic path ('a' !== 'b'). '{first}' has the other name; use the same name in both.",
            second,
            first);

    [Theory]
    [InlineData("api/[a]/[a].cs")]
    [InlineData("api/[a]/x/[...a].cs")]
    [InlineData("api/[A]/[a].cs")]
    public void FRA1006_a_path_has_each_name_once(string path) =>
        Expect("FRA1006", "You cannot have the same slug name \"a\" repeat within a single dynamic path.", path);

    [Fact]
    public void FRA1007_names_differ_by_more_than_symbols() =>
        Expect(
            "FRA1007",
            "You cannot have the slug names \"help-other\" and \"helpother\" differ only by non-word symbols within a single dynamic path.",
            "api/[help-other]/[helpother].cs");

    [Theory]
    [InlineData("api/[...a].cs", "api/[[...b]].cs")]
    [InlineData("api/[...a].cs", "api/(g)/[[...b]].cs")]
    public void FRA1008_a_level_has_one_kind_of_catch_all(string first, string second)
    {
        var table = Create(first, second);

        var diagnostic = Assert.Single(table.Diagnostics);
        Assert.Equal("FRA1008", diagnostic.Id);
        Assert.Contains(
            "You cannot use both a required and optional catch-all route at the same level (\"[...a]\" and \"[[...b]]\").",
            diagnostic.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FRA1009_only_a_catch_all_is_optional() =>
        Expect("FRA1009", "Optional route parameters are not yet supported (\"[[id]]\").", "api/[[id]].cs");

    [Theory]
    [InlineData("api/sub.cs", "/api/sub")]
    [InlineData("api/sub/index.cs", "/api/sub")]
    public void FRA1010_a_route_conflicts_with_an_optional_catch_all(string other, string pattern) =>
        Expect(
            "FRA1010",
            $"You cannot define a route with the same specificity as an optional catch-all route (\"{pattern}\" and \"/api/sub/[[...all]]\").",
            "api/sub/[[...all]].cs",
            other);

    [Theory]
    [InlineData("api/a.cs", "api/a/index.cs")]
    [InlineData("api/a.cs", "api/a.csx")]
    [InlineData("api/(g)/a.cs", "api/(h)/a.cs")]
    [InlineData("api/[p].cs", "api/[p]/index.cs")]
    public void FRA1011_a_route_has_one_file(string first, string second)
    {
        var diagnostic = Assert.Single(Create(first, second).Diagnostics);

        Assert.Equal("FRA1011", diagnostic.Id);
        Assert.Contains("Remove or rename one of the two files.", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/Hello.cs", "api/hello.cs")]
    [InlineData("api/A/x.cs", "api/a/x.cs")]
    public void FRA1012_names_differ_by_more_than_case(string first, string second) =>
        Expect("FRA1012", $"'{first}' differs only by case or by its Unicode normalization form", second, first);

    [Theory]
    [InlineData("api/caf\u00e9.cs", "api/cafe\u0301.cs")]
    [InlineData("api/caf\u00c9.cs", "api/cafe\u0301.cs")]
    [InlineData("api/\u00fc/[id].cs", "api/u\u0308/[id].cs")]
    [InlineData("api/[gr\u00f6\u00dfe].cs", "api/[gro\u0308\u00dfe].cs")]
    public void FRA1012_names_differ_by_more_than_the_form_of_their_characters(string first, string second)
    {
        var diagnostic = Assert.Single(Create(first, second).Diagnostics);

        Assert.Equal("FRA1012", diagnostic.Id);
        Assert.Contains("composed or decomposed", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/cafe\u0301.cs", "/api/caf\u00e9")]
    [InlineData("api/u\u0308/[gro\u0308\u00dfe].cs", "/api/\u00fc/[gr\u00f6\u00dfe]")]
    [InlineData("api/[...u\u0308].cs", "/api/[...\u00fc]")]
    public void Patterns_have_composed_characters(string path, string pattern) =>
        Assert.Equal((path, pattern), Assert.Single(Create(path).Routes) is var route ? (route.Path, route.Pattern) : default);

    [Theory]
    [InlineData("api/caf\u00e9/_middleware.cs", "api/cafe\u0301/x.cs")]
    [InlineData("api/cafe\u0301/_middleware.cs", "api/caf\u00e9/x.cs")]
    [InlineData("api/cafe\u0301/_middleware.cs", "api/cafe\u0301/x.cs")]
    public void A_folder_guards_the_files_of_both_forms_of_its_name(string middleware, string file)
    {
        var table = Create(middleware, file);

        Assert.Empty(table.Diagnostics);
        Assert.Equal(middleware, Assert.Single(table.Above(table.Routes[0], RouteFileRole.Middleware)).Path);
    }

    [Fact]
    public void FRA1021_a_folder_has_one_middleware_in_both_forms_of_its_name() =>
        Assert.Equal("FRA1021", Assert.Single(Create("api/caf\u00e9/_middleware.cs", "api/cafe\u0301/_middleware.cs").Diagnostics).Id);

    [Fact]
    public void Folders_that_differ_only_by_case_are_one_folder()
    {
        var table = Create("api/Shop/a.cs", "api/shop/b.cs");

        Assert.Empty(table.Diagnostics);
        Assert.Equal(2, table.Routes.Count);
    }

    [Theory]
    [InlineData("api/a?b.cs")]
    [InlineData("api/a\\b.cs")]
    [InlineData("api/a%2Fb.cs")]
    [InlineData("api/a%2fb.cs")]
    [InlineData("api/a\"b.cs")]
    [InlineData("api/a\nb.cs")]
    [InlineData("api/[a{b].cs")]
    [InlineData("api/[a}b].cs")]
    [InlineData("api/[a*b].cs")]
    [InlineData("api/[a?b].cs")]
    public void FRA1013_some_characters_are_not_allowed_in_a_route(string path) =>
        Expect("FRA1013", "has a character that is not allowed in a route", path);

    [Fact]
    public void FRA1014_a_route_has_28_segments_at_most()
    {
        var fits = "api/" + string.Join('/', Enumerable.Repeat("x", 27)) + ".cs";

        Assert.Empty(Create(fits).Diagnostics);
        Expect("FRA1014", "The route has 29 segments, and ASP.NET Core allows 28.", "api/x/" + fits["api/".Length..]);
    }

    [Theory]
    [InlineData("api/[].cs")]
    [InlineData("api/[...].cs")]
    [InlineData("api/[[...]].cs")]
    public void FRA1015_a_parameter_has_a_name(string path) => Expect("FRA1015", "has no name", path);

    [Theory]
    [InlineData("api/_midleware.cs", "Did you mean '_middleware.cs'?")]
    [InlineData("api/a/_eror.csx", "Did you mean '_error.csx'?")]
    [InlineData("api/_starutp.cs", "Did you mean '_startup.cs'?")]
    [InlineData("app/_midleware.cs", "Did you mean '_middleware.cs'?")]
    [InlineData("api/_helpers.cs", "Rename it, or move shared code into a '_lib' folder.")]
    public void FRA1016_an_unknown_name_with_an_underscore_is_a_warning(string path, string advice)
    {
        var table = Create(path);

        var diagnostic = Assert.Single(table.Diagnostics);
        Assert.Equal(("FRA1016", RouteDiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        Assert.EndsWith(advice, diagnostic.Message, StringComparison.Ordinal);
        Assert.Empty(table.Routes);
    }

    [Theory]
    [InlineData("api/files/[id].json.cs", "[id].json", "api/files/[id].cs")]
    [InlineData("api/post-[id].cs", "post-[id]", "api/[id].cs")]
    [InlineData("api/[...all].xml.cs", "[...all].xml", "api/[...all].cs")]
    [InlineData("api/[[...all]].xml.cs", "[[...all]].xml", "api/[...all].cs")]
    [InlineData("api/[tenant].v1/x.cs", "[tenant].v1", "api/[tenant]/x.cs")]
    [InlineData("api/v[n]/y.cs", "v[n]", "api/[n]/y.cs")]
    [InlineData("api/id[.cs", "id[", "api/[id].cs")]
    [InlineData("api/id].cs", "id]", "api/[id].cs")]
    [InlineData("api/[id.cs", "[id", "api/[id].cs")]
    [InlineData("api/[.cs", "[", "api/[name].cs")]
    [InlineData("api/][.cs", "][", "api/[name].cs")]
    [InlineData("api/[id]_[slug].cs", "[id]_[slug]", "api/[id].cs")]
    [InlineData("api/[id][slug].cs", "[id][slug]", "api/[id].cs")]
    [InlineData("api/[a]b[c].cs", "[a]b[c]", "api/[a].cs")]
    [InlineData("api/re[view].cs", "re[view]", "api/[view].cs")]
    [InlineData("api/$x[...y].cs", "$x[...y]", "api/[...y].cs")]
    [InlineData("api/post-[id]/_middleware.cs", "post-[id]", "api/[id]/_middleware.cs")]
    [InlineData("api/[id].json/_404.cs", "[id].json", "api/[id]/_404.cs")]
    public void FRA1023_a_parameter_is_a_whole_segment(string path, string segment, string suggestion) =>
        Expect(
            "FRA1023",
            $"'{segment}' has a bracket beside other text, but a parameter is a whole segment of the URL. Name the file '{suggestion}'",
            path);

    [Theory]
    [InlineData("api/{id}.cs", "{id}", "api/[id].cs")]
    [InlineData("api/{id:int}.cs", "{id:int}", "api/[id].cs")]
    [InlineData("api/{id?}.cs", "{id?}", "api/[id].cs")]
    [InlineData("api/{id}.json.cs", "{id}.json", "api/[id].cs")]
    [InlineData("api/post-{id}/x.cs", "post-{id}", "api/[id]/x.cs")]
    [InlineData("api/{**path}.cs", "{**path}", "api/[...path].cs")]
    [InlineData("api/{*path}.cs", "{*path}", "api/[...path].cs")]
    [InlineData("api/{...path}.cs", "{...path}", "api/[...path].cs")]
    [InlineData("api/:id.cs", ":id", "api/[id].cs")]
    [InlineData("api/:id/x.cs", ":id", "api/[id]/x.cs")]
    [InlineData("api/*.cs", "*", "api/[...name].cs")]
    [InlineData("api/*path.cs", "*path", "api/[...path].cs")]
    [InlineData("api/<id>.cs", "<id>", "api/[id].cs")]
    public void FRA1024_parameters_of_other_frameworks_are_not_literal_segments(string path, string segment, string suggestion) =>
        Expect("FRA1024", $"'{segment}' is a parameter in other frameworks, but literal text here. Name the file '{suggestion}'.", path);

    [Theory]
    [InlineData("api/users:batch.cs")]
    [InlineData("api/a*b.cs")]
    [InlineData("api/(group)/x.cs")]
    [InlineData("api/a<b.cs")]
    [InlineData("api/$id.cs")]
    [InlineData("api/@me.cs")]
    public void Other_names_are_text(string path) => Assert.Empty(Create(path).Diagnostics);

    private static void Expect(string id, string text, string file, params string[] others)
    {
        var diagnostic = Assert.Single(Create([file, .. others]).Diagnostics);

        Assert.Equal((id, file, RouteDiagnosticSeverity.Error), (diagnostic.Id, diagnostic.File, diagnostic.Severity));
        Assert.Contains(text, diagnostic.Message, StringComparison.Ordinal);
    }

    private static RouteTable Create(params string[] paths) => RouteTable.Create(paths, RouteTableOptions.Default);
}

using System.Text;
using System.Text.Json;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.ConformanceApp))]

namespace FileRoutedApi.IntegrationTests;

public sealed class ConformanceApp : App
{
    public ConformanceApp()
        : base(FolderOf("conformance"), "Production", kestrel: true) => UseKestrel();
}

/// <summary>One table of cases for both the route table and ASP.NET Core's matcher behind Kestrel.</summary>
public class ConformanceTests(ConformanceApp app)
{
    private static readonly RouteTable _table = RouteTable.Create(
        new RouteFolder(App.FolderOf("conformance")).Scan([]), RouteTableOptions.Default);

    /// <summary>The raw target, the file that handles it (or the status of the error), and the query that the file reads.</summary>
    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        { "/api", "api/index.cs", "{}" },
        { "/api/", "api/index.cs", "{}" },
        { "/api/hello", "api/hello.cs", "{}" },
        { "/api/hello/", "api/hello.cs", "{}" },
        { "/API/Hello", "api/hello.cs", "{}" },
        { "/api/hello?a=1", "api/hello.cs", """{"a":"1"}""" },
        { "/api/h%65llo", "api/hello.cs", "{}" },
        { "/api/post/create", "api/post/create.cs", "{}" },
        { "/api/post/1", "api/post/[pid].cs", """{"pid":"1"}""" },
        { "/api/post/create/x", "api/post/[...slug].cs", """{"slug":["create","x"]}""" },
        { "/api/post/a/b/c/", "api/post/[...slug].cs", """{"slug":["a","b","c"]}""" },
        { "/api/post", "api/[...all].cs", """{"all":["post"]}""" },
        { "/api/post/", "api/[...all].cs", """{"all":["post"]}""" },
        { "/api/shop", "api/shop/[[...slug]].cs", "{}" },
        { "/api/shop/", "api/shop/[[...slug]].cs", "{}" },
        { "/api/shop//", "api/shop/[[...slug]].cs", "{}" },
        { "/api/shop/cart", "api/shop/cart.cs", "{}" },
        { "/api/shop/cart/1", "api/shop/[[...slug]].cs", """{"slug":["cart","1"]}""" },

        // An encoded slash stays inside its segment.
        { "/api/post/a%2Fb", "api/post/[pid].cs", """{"pid":"a/b"}""" },
        { "/api/post/a%2fb", "api/post/[pid].cs", """{"pid":"a/b"}""" },
        { "/api/post/a%252Fb", "api/post/[pid].cs", """{"pid":"a%2Fb"}""" },
        { "/api/post/a%2Fb/c%2F", "api/post/[...slug].cs", """{"slug":["a/b","c/"]}""" },
        { "/api/post/%2F/x", "api/post/[...slug].cs", """{"slug":["/","x"]}""" },
        { "/api/post/a%252Fb/c%2Fd", "api/post/[...slug].cs", """{"slug":["a%2Fb","c/d"]}""" },
        { "/api/post/..%2Fhello", "api/post/[pid].cs", """{"pid":"../hello"}""" },
        { "/api/shop//a%2Fb//c", "api/shop/[[...slug]].cs", """{"slug":["a/b","c"]}""" },

        // Escapes.
        { "/api/post/a%20b", "api/post/[pid].cs", """{"pid":"a b"}""" },
        { "/api/post/a+b", "api/post/[pid].cs", """{"pid":"a+b"}""" },
        { "/api/post/%25", "api/post/[pid].cs", """{"pid":"%"}""" },
        { "/api/post/100%25/x", "api/post/[...slug].cs", """{"slug":["100%","x"]}""" },
        { "/api/post/%E2%82%AC", "api/post/[pid].cs", """{"pid":"€"}""" },
        { "/api/post/%F0%9F%98%80", "api/post/[pid].cs", """{"pid":"\uD83D\uDE00"}""" },
        { "/api/gr%C3%B6%C3%9Fe", "api/größe.cs", "{}" },
        { "/api/GR%C3%96%C3%9FE", "api/größe.cs", "{}" },
        { "/api/a%2520b", "api/a%20b.cs", "{}" },
        { "/api/a%20b", "api/[...all].cs", """{"all":["a b"]}""" },

        // Broken escapes.
        { "/api/%", "400", "" },
        { "/api/%2", "400", "" },
        { "/api/hello%zz", "400", "" },
        { "/api/post/%FF", "400", "" },
        { "/api/post/a/%E2%82", "400", "" },
        { "/api/hello?a=%zz", "api/hello.cs", """{"a":"%zz"}""" },

        // Empty segments match no parameter, and are dropped inside a catch-all.
        { "//api/hello", "404", "" },
        { "/api//hello", "api/[...all].cs", """{"all":["hello"]}""" },
        { "/api/post//a", "api/post/[...slug].cs", """{"slug":["a"]}""" },
        { "/api/post/a//b", "api/post/[...slug].cs", """{"slug":["a","b"]}""" },
        { "/api//", "404", "" },
        { "/api///", "404", "" },

        // Dot segments are removed before matching.
        { "/api/post/../hello", "api/hello.cs", "{}" },
        { "/api/./hello", "api/hello.cs", "{}" },
        { "/api/post/%2e%2e/hello", "api/hello.cs", "{}" },
        { "/api/post/a/..", "api/[...all].cs", """{"all":["post"]}""" },
        { "/x/../api/hello", "api/hello.cs", "{}" },
        { "/api/post/x/../a%2Fb", "api/post/[pid].cs", """{"pid":"a/b"}""" },
        { "/api/post/...", "api/post/[pid].cs", """{"pid":"..."}""" },

        // Ordinary characters.
        { "/api/dots/v1.0", "api/dots/v1.0.cs", "{}" },
        { "/api/dots/v1.1", "api/dots/[name].cs", """{"name":"v1.1"}""" },
        { "/api/dots/x.json", "api/dots/[name].cs", """{"name":"x.json"}""" },
        { "/api/dots/:42", "api/dots/:42.cs", "{}" },
        { "/api/dots/:43", "api/dots/[name].cs", """{"name":":43"}""" },
        { "/api/dots/$x;y=1,(z)*", "api/dots/[name].cs", """{"name":"$x;y=1,(z)*"}""" },
        { "/api/hello.cs", "api/[...all].cs", """{"all":["hello.cs"]}""" },
        { "/api/deep/$a", "api/deep/$a.cs", "{}" },
        { "/api/post/" + new string('x', 300), "api/post/[pid].cs", $$"""{"pid":"{{new string('x', 300)}}"}""" },

        // The matcher backtracks from a prefix that does not lead to a route.
        { "/api/deep/b/x/c", "api/deep/b/x/c.cs", "{}" },
        { "/api/deep/b/x/d", "api/deep/[a]/x/[b].cs", """{"a":"b","b":"d"}""" },
        { "/api/deep/b/y", "api/deep/[a]/[...rest].cs", """{"a":"b","rest":["y"]}""" },
        { "/api/deep/b", "api/[...all].cs", """{"all":["deep","b"]}""" },

        // In app/, folders are segments. Both folders together have one table.
        { "/shop/7", "app/shop/[id]/route.cs", """{"id":"7"}""" },
        { "/shop/new", "app/shop/new/route.cs", "{}" },
        { "/SHOP/New/", "app/shop/new/route.cs", "{}" },
        { "/shop/a%2Fb", "app/shop/[id]/route.cs", """{"id":"a/b"}""" },
        { "/shop", "404", "" },
        { "/shop/7/8", "404", "" },
        { "/about", "app/(group)/about/route.cs", "{}" },
        { "/(group)/about", "404", "" },
        { "/team/a/b%2Fc", "app/(group)/(inner)/team/[...names]/route.cs", """{"names":["a","b/c"]}""" },
        { "/team", "404", "" },
        { "/guide", "app/guide/[[...path]]/route.cs", "{}" },
        { "/guide/", "app/guide/[[...path]]/route.cs", "{}" },
        { "/guide/x//y", "app/guide/[[...path]]/route.cs", """{"path":["x","y"]}""" },
        { "/gr%C3%B6%C3%9Fer", "app/größer/route.cs", "{}" },
        { "/gro%CC%88%C3%9Fer", "app/größer/route.cs", "{}" },
        { "/api/post/latest", "app/api/post/latest/route.cs", "{}" },
        { "/api/post/latest/x", "api/post/[...slug].cs", """{"slug":["latest","x"]}""" },
        { "/api/dots/v1.0/raw", "app/api/dots/[name]/raw/route.cs", """{"name":"v1.0"}""" },
        { "/api/dots/v1.0/other", "api/[...all].cs", """{"all":["dots","v1.0","other"]}""" },
        { "/route", "404", "" },
        { "/shop/new/route", "404", "" },

        // Outside of both.
        { "/", "404", "" },
        { "/apis/hello", "404", "" },
        { "/hello", "404", "" },
    };

    public static IEnumerable<TheoryDataRow<string, string, string>> FileCases => Cases.Where(row => IsFile(row.Data.Item2));

    // The query of a case holds the parameters of the query string too; the route table reads only those of the path.
    public static IEnumerable<TheoryDataRow<string, string, string>> ParameterCases =>
        FileCases.Where(row => !row.Data.Item1.Contains('?'));

    public static IEnumerable<TheoryDataRow<string, string, string>> ProblemCases => Cases.Where(row => !IsFile(row.Data.Item2));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_route_table_chooses_the_file(string target, string expected, string _)
    {
        var path = RequestPath.TryParse(target);

        Assert.Equal(expected, path is null ? "400" : _table.Match(path)?.File.Path ?? "404");
    }

    [Theory]
    [MemberData(nameof(ParameterCases))]
    public void The_route_table_reads_the_parameters(string target, string _, string query)
    {
        var parameters = _table.Match(RequestPath.TryParse(target)!)!.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.IsCatchAll ? (object)parameter.Values : parameter.Values[0]);

        Assert.Equal(JsonDocument.Parse(query).RootElement, JsonSerializer.SerializeToElement(parameters), JsonElement.DeepEquals);
    }

    [Theory]
    [MemberData(nameof(FileCases))]
    public async Task The_server_runs_the_file(string target, string expected, string query)
    {
        var response = await Wire.GetAsync(app.EndPoint, target, TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains(
            $"\r\nX-File: {expected.Replace("größe", "gr%C3%B6%C3%9Fe", StringComparison.Ordinal)}\r\n",
            response,
            StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(query))}", response, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProblemCases))]
    public async Task The_server_responds_with_a_problem_where_there_is_no_file(string target, string expected, string _)
    {
        var response = await Wire.GetAsync(app.EndPoint, target, TestContext.Current.CancellationToken);

        Assert.StartsWith($"HTTP/1.1 {expected} ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", response, StringComparison.Ordinal);
    }

    private static bool IsFile(string expected) => expected.EndsWith(".cs", StringComparison.Ordinal);
}

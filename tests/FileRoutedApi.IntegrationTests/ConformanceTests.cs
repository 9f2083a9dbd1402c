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

/// <summary>One table of cases, held against the pure route table and against ASP.NET Core's matcher behind Kestrel.</summary>
public class ConformanceTests(ConformanceApp app)
{
    private static readonly RouteTable _table = RouteTable.Create(
        new RouteFolder(App.FolderOf("conformance")).Scan([]), RouteTableOptions.Default);

    /// <summary>The raw target, the file that answers (or the status of an error) and the query it sees.</summary>
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

        // Empty segments match nothing, and are dropped inside a catch-all.
        { "//api/hello", "404", "" },
        { "/api//hello", "api/[...all].cs", """{"all":["hello"]}""" },
        { "/api/post//a", "api/post/[...slug].cs", """{"slug":["a"]}""" },
        { "/api/post/a//b", "api/post/[...slug].cs", """{"slug":["a","b"]}""" },
        { "/api//", "404", "" },
        { "/api///", "404", "" },

        // Dot segments are gone before anything is matched.
        { "/api/post/../hello", "api/hello.cs", "{}" },
        { "/api/./hello", "api/hello.cs", "{}" },
        { "/api/post/%2e%2e/hello", "api/hello.cs", "{}" },
        { "/api/post/a/..", "api/[...all].cs", """{"all":["post"]}""" },
        { "/x/../api/hello", "api/hello.cs", "{}" },
        { "/api/post/x/../a%2Fb", "api/post/[pid].cs", """{"pid":"a/b"}""" },
        { "/api/post/...", "api/post/[pid].cs", """{"pid":"..."}""" },

        // Ordinary data.
        { "/api/dots/v1.0", "api/dots/v1.0.cs", "{}" },
        { "/api/dots/v1.1", "api/dots/[name].cs", """{"name":"v1.1"}""" },
        { "/api/dots/x.json", "api/dots/[name].cs", """{"name":"x.json"}""" },
        { "/api/dots/:42", "api/dots/:42.cs", "{}" },
        { "/api/dots/:43", "api/dots/[name].cs", """{"name":":43"}""" },
        { "/api/dots/$x;y=1,(z)*", "api/dots/[name].cs", """{"name":"$x;y=1,(z)*"}""" },
        { "/api/hello.cs", "api/[...all].cs", """{"all":["hello.cs"]}""" },
        { "/api/deep/$a", "api/deep/$a.cs", "{}" },
        { "/api/post/" + new string('x', 300), "api/post/[pid].cs", $$"""{"pid":"{{new string('x', 300)}}"}""" },

        // A prefix is never committed to.
        { "/api/deep/b/x/c", "api/deep/b/x/c.cs", "{}" },
        { "/api/deep/b/x/d", "api/deep/[a]/x/[b].cs", """{"a":"b","b":"d"}""" },
        { "/api/deep/b/y", "api/deep/[a]/[...rest].cs", """{"a":"b","rest":["y"]}""" },
        { "/api/deep/b", "api/[...all].cs", """{"all":["deep","b"]}""" },

        // Elsewhere.
        { "/", "404", "" },
        { "/apis/hello", "404", "" },
        { "/hello", "404", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_route_table_chooses(string target, string expected, string query)
    {
        var path = RequestPath.TryParse(target);
        var match = path is null ? null : _table.Match(path);

        Assert.Equal(expected, path is null ? "400" : match?.File.Path ?? "404");
        if (match is not null && !target.Contains('?'))
        {
            var parameters = match.Parameters.ToDictionary(
                parameter => parameter.Name, parameter => parameter.IsCatchAll ? (object)parameter.Values : parameter.Values[0]);
            Assert.Equal(JsonDocument.Parse(query).RootElement, JsonSerializer.SerializeToElement(parameters), JsonElement.DeepEquals);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_server_chooses(string target, string expected, string query)
    {
        var response = await Wire.GetAsync(app.EndPoint, target, TestContext.Current.CancellationToken);

        if (expected.StartsWith("api/", StringComparison.Ordinal))
        {
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
            Assert.Contains($"\r\nX-File: {expected.Replace("größe", "gr%C3%B6%C3%9Fe", StringComparison.Ordinal)}\r\n", response, StringComparison.Ordinal);
            Assert.EndsWith($"\r\n\r\n{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(query))}", response, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith($"HTTP/1.1 {expected} ", response, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Type: application/problem+json\r\n", response, StringComparison.Ordinal);
        }
    }
}

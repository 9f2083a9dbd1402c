using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests;

/// <summary>What docs/forms.md states about ASP.NET Core's own binder. If a row fails with a new version, the page has to change.</summary>
public sealed class AspNetFormTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The expected value; null means a 400.</summary>
    [Theory]
    [InlineData("loose", "first-name=F", "null")]
    [InlineData("loose", "firstname=F", "F")]
    [InlineData("loose", "address.city=Bonn", "Bonn")]
    [InlineData("loose", "address[city]=Bonn", "null")]
    [InlineData("loose", "lines[0].sku=a&lines[1].sku=b", "a,b")]
    [InlineData("loose", "lines[0].sku=a&lines[2].sku=b", "a")]
    [InlineData("loose", "topics=x", "x")]
    [InlineData("loose", "topics[]=x", "null")]
    [InlineData("loose", "team=", null)]
    [InlineData("loose", "age=", "")]
    [InlineData("loose", "news=on", null)]
    [InlineData("loose", "level=9", "9")]
    [InlineData("loose", "rate=1,50", "150")]
    [InlineData("loose", "stock[a]=1", "1")]
    [InlineData("loose", "stock.a=1", "null")]
    [InlineData("loose", "other=1", "null")]
    [InlineData("join", "name=x", null)]
    [InlineData("join", "name=x&months=&news=false", null)]
    [InlineData("join", "name=x&months=1", null)]
    [InlineData("join", "name=x&months=1&news=false", "x 1")]
    [InlineData("ids", "ids=1", "null")]
    [InlineData("bytes", "raw=aGk=", null)]
    [InlineData("twice", "a=1", "null")]
    public async Task The_binder_of_ASP_NET_Core_differs(string path, string form, string? expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.MapPost("/loose", ([FromForm] Loose loose) => loose is null ? "null" : loose.Show()).DisableAntiforgery();
        app.MapPost("/join", ([FromForm] Join join) => $"{join.Name} {join.Months}").DisableAntiforgery();
        app.MapPost("/ids", ([FromForm] List<int> ids) => ids is null ? "null" : $"{ids.Count}").DisableAntiforgery();
        app.MapPost("/bytes", ([FromForm] byte[] raw) => raw is null ? "null" : $"{raw.Length}").DisableAntiforgery();
        app.MapPost("/twice", ([FromForm] Twice twice) => twice is null ? "null" : "made").DisableAntiforgery();
        await app.StartAsync(Stop);
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await app.GetTestClient().PostAsync($"/{path}", content, Stop);

        Assert.Equal(
            expected is null ? (HttpStatusCode.BadRequest, "") : (HttpStatusCode.OK, expected),
            (response.StatusCode, expected is null ? "" : await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public void An_array_of_strings_is_an_error_at_start()
    {
        var exception = Assert.Throws<InvalidOperationException>(
            () => RequestDelegateFactory.Create(([FromForm] string[] tags) => tags.Length));

        Assert.Contains("TryParse", exception.Message, StringComparison.Ordinal);
    }

    private enum Level
    {
        Low = 1,
    }

    private sealed record Join(string Name, bool News, int Months = 12);

    private sealed class Loose
    {
        [System.Text.Json.Serialization.JsonPropertyName("first-name")]
        public string? FirstName { get; set; }

        public int? Age { get; set; }

        public Guid? Team { get; set; }

        public bool? News { get; set; }

        public decimal? Rate { get; set; }

        public Level? Level { get; set; }

        public Place? Address { get; set; }

        public List<Item>? Lines { get; set; }

        public List<string>? Topics { get; set; }

        public Dictionary<string, int>? Stock { get; set; }

        public string Show() => string.Join(',', new object?[]
        {
            FirstName, Age, News, Rate, Level, Address?.City, Lines is null ? null : string.Join(',', Lines.Select(line => line.Sku)),
            Topics is null ? null : string.Join(',', Topics), Stock is null ? null : string.Join(',', Stock.Values),
        }.Where(value => value is not null).Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private sealed class Place
    {
        public string? City { get; set; }
    }

    private sealed class Item
    {
        public string? Sku { get; set; }
    }

    private sealed class Twice
    {
        public Twice(string a) => A = a;

        public Twice(string a, int b)
            : this(a + b)
        {
        }

        public string A { get; }
    }
}

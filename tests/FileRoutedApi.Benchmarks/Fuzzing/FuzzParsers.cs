using System.Text.Json;
using System.Text.Json.Serialization;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>The entry points, and the invariants of every input that they accept.</summary>
internal static class FuzzParsers
{
    private static readonly BodySizeLimit _limit = BodySizeLimit.ForFile("2kb");
    private static readonly IServiceProvider _services = new ServiceCollection().AddOptions().BuildServiceProvider();

    private static readonly JsonSerializerOptions _strict = JsonOfRoutes(_ => { });

    private static readonly JsonSerializerOptions _lenient = JsonOfRoutes(json =>
    {
        json.AllowTrailingCommas = true;
        json.ReadCommentHandling = JsonCommentHandling.Skip;
        json.MaxDepth = 1000;
    });

    private static readonly RouteTable _routes = RouteTable.Create(
        [
            "api/index.cs", "api/a/index.cs", "api/a/[b].cs", "api/a/b.cs", "api/[c]/b.cs", "api/docs/[...rest].cs",
            "api/shop/[[...rest]].cs"
        ],
        RouteTableOptions.Default);

    public static string Path(string target)
    {
        var path = RequestPath.TryParse(target);
        Check(RequestPath.HasValidEscapes(target) == path is not null, "both ways of looking at the escapes agree");
        if (path is null)
        {
            return "400";
        }

        Check(path.Matched.Count == path.Decoded.Count, "each segment is there twice");
        Check(!path.Matched.Any(segment => segment is "." or ".."), "no dot segment is left");
        return _routes.Match(path) is null ? "no route" : "a route";
    }

    public static string Query(string text)
    {
        var query = RequestQuery.Parse(text);
        Check(query.Keys.Distinct(StringComparer.Ordinal).Count() == query.Count, "each key is there once");
        Check(query.All(pair => query.ContainsKey(pair.Key) && pair.Value.Count > 0), "each key has its values");
        JsonSerializer.SerializeToUtf8Bytes(query, JsonSerializerOptions.Web);
        return query.Count == 0 ? "no keys" : "keys";
    }

    public static string Cookies(string[] lines)
    {
        var cookies = RequestCookies.Parse(new StringValues(lines));
        Check(
            cookies.Keys.All(name => name == name.Trim() && !name.Contains(';') && !name.Contains('=')),
            "no name holds what separates cookies");
        JsonSerializer.SerializeToUtf8Bytes(cookies, JsonSerializerOptions.Web);
        return cookies.Count == 0 ? "no cookies" : "cookies";
    }

    /// <summary><c>req.Body</c> and all its members.</summary>
    public static async ValueTask<string> BodyAsync(FuzzBody input)
    {
        var json = OptionsOf(input);
        var body = await BodyReader.ReadAsync(ContextOf(input), _limit, json);
        if (body is null)
        {
            return "null";
        }

        _ = body.Text;
        Check(body.Bytes.Length <= _limit.Bytes, "no body is larger than its limit");
        _ = (string?)body["a"];
        _ = body["a"]?["b"]?.Text;
        _ = body.Files.Sum(file => file.Length);
        using var echo = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(body, json), new JsonDocumentOptions { MaxDepth = 1000 });
        _ = body.As<string>();
        return body.GetType().Name + (Fits(body) ? " that fits a type" : string.Empty);
    }

    /// <summary>The reader of <c>ApiRequest&lt;T&gt;</c>.</summary>
    public static async ValueTask<string> TypedBodyAsync(FuzzBody input) =>
        (await BodyReader.ReadAsync<Order>(ContextOf(input), _limit, OptionsOf(input))).GetType().Name;

    /// <summary>The check before ASP.NET Core binds a <see cref="JsonElement"/>.</summary>
    public static async ValueTask<string> BoundBodyAsync(FuzzBody input)
    {
        var context = ContextOf(input);
        await BodyReader.CheckTextAsync(context, _limit);
        Check(context.Request.Body.Length == input.Bytes.Length, "the body can be read again");
        return "checked";
    }

    private static bool Fits(RequestBody body)
    {
        try
        {
            return body.As<Order>() is not null;
        }
        catch (Exception exception) when (HandlerExceptions.AsResponse(exception) is { Status: StatusCodes.Status400BadRequest })
        {
            return false;
        }
    }

    private static DefaultHttpContext ContextOf(FuzzBody input)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = "POST";
        context.Request.ContentType = input.ContentType;
        context.Request.ContentLength = input.IsAnnounced ? input.Bytes.Length : null;
        context.Request.Body = new FuzzStream(input.Bytes, input.Pieces);
        return context;
    }

    private static JsonSerializerOptions OptionsOf(FuzzBody input) => input.IsLenient ? _lenient : _strict;

    private static JsonSerializerOptions JsonOfRoutes(Action<JsonSerializerOptions> configure)
    {
        var application = new JsonOptions();
        configure(application.SerializerOptions);
        return new RouteJson(Options.Create(application)).Options;
    }

    private static void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"It does not hold that {claim}.");
        }
    }

    private sealed record Order(Choice? C, int A = 0, string?[]? B = null);

    [JsonPolymorphic]
    [JsonDerivedType(typeof(One), "one")]
    private abstract record Choice;

    private sealed record One(string? D) : Choice;
}

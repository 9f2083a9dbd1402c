using System.Text.Json;
using System.Text.Json.Serialization;

internal enum Level
{
    Low = 1,
    High = 2,
}

[Flags]
internal enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
}

internal readonly record struct Point(int X, int Y) : IParsable<Point>
{
    public static Point Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var point) ? point : throw new FormatException();

    public static bool TryParse(string? s, IFormatProvider? provider, out Point result)
    {
        var parts = s?.Split(';') ?? [];
        result = parts is [var x, var y] && int.TryParse(x, out var left) && int.TryParse(y, out var top) ? new Point(left, top) : default;
        return parts.Length == 2;
    }
}

internal sealed record Address(string? City, string? Zip);

internal sealed class Line
{
    public string? Sku { get; set; }

    public int? Count { get; set; }
}

/// <summary>A member of each kind that a form can send.</summary>
internal sealed class Everything
{
    public string? Text { get; set; }

    public int? Age { get; set; }

    public int Count { get; set; }

    public bool? News { get; set; }

    public bool Agreed { get; set; }

    public decimal? Rate { get; set; }

    public double? Weight { get; set; }

    public Half? Half { get; set; }

    public char? Letter { get; set; }

    public DateOnly? Born { get; set; }

    public TimeOnly? Time { get; set; }

    public DateTime? At { get; set; }

    public DateTimeOffset? Until { get; set; }

    public TimeSpan? Span { get; set; }

    public Guid? Team { get; set; }

    public Uri? Link { get; set; }

    public Version? Version { get; set; }

    public Level? Level { get; set; }

    public Rights? Rights { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<Level>))]
    public Level? Named { get; set; }

    public Point? Point { get; set; }

    public List<string>? Topics { get; set; }

    public string[]? Tags { get; set; }

    public int[]? Ids { get; set; }

    public int?[]? Maybe { get; set; }

    public HashSet<Guid>? Teams { get; set; }

    public IReadOnlyList<bool>? Boxes { get; set; }

    public List<Level>? Levels { get; set; }

    public Address? Address { get; set; }

    public List<Line>? Lines { get; set; }

    public Dictionary<string, int>? Stock { get; set; }

    public Dictionary<Level, string>? Notes { get; set; }

    public Dictionary<string, Line>? Named2 { get; set; }

    public JsonElement? Any { get; set; }

    [JsonPropertyName("first-name")]
    public string? FirstName { get; set; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public int? Strict { get; set; }

    public byte[]? Raw { get; set; }

    public Everything? Next { get; set; }
}

/// <summary>A record whose constructor has defaults, and one that a form without ticked boxes makes.</summary>
internal sealed record Join(string Name, string Plan = "free", bool Remember = false, int Months = 12, int? Seats = 3);

internal sealed record Consent(string? Name, bool Agreed, List<string> Topics, int? Age, Address? Home);

internal sealed record Photo(string Title, IFormFile? File, List<IFormFile>? Pages, IReadOnlyList<IFormFile>? More, IFormFileCollection? All, byte[]? Raw)
{
    public object Show() => new
    {
        Title,
        File = Name(File),
        Pages = Pages?.Select(Name),
        More = More?.Select(Name),
        All = All?.Select(Name),
        Raw = Raw is null ? null : System.Text.Encoding.UTF8.GetString(Raw),
    };

    private static string? Name(IFormFile? file) => file is null ? null : $"{file.FileName}:{file.Length}";
}

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
internal abstract record Shape(string? Name);

internal sealed record Circle(string? Name, double Radius) : Shape(Name);

internal sealed record Square(string? Name, double Side) : Shape(Name);

internal sealed record Peer(System.Net.IPAddress Address);

internal static class Show
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Json<T>(T value) => Results.Text(JsonSerializer.Serialize(value, _json), "application/json");

    public static string Values(params object?[] values) => string.Join('|', values.Select(value => value switch
    {
        null => "null",
        int[] ids => string.Join('+', ids),
        decimal[] prices => string.Join('+', prices.Select(price => price.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    }));
}

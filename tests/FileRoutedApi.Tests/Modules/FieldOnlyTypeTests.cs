using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FileRoutedApi.Tests.Modules;

public class FieldOnlyTypeTests
{
    [Theory]
    [InlineData(nameof(Sends.Pair), "(Int32, String)")]
    [InlineData(nameof(Sends.PairLater), "(Int32, String)")]
    [InlineData(nameof(Sends.Pairs), "(Int32, String)")]
    [InlineData(nameof(Sends.PairArray), "(Int32, String)")]
    [InlineData(nameof(Sends.MaybePair), "(Int32, String)")]
    [InlineData(nameof(Sends.PairSequence), "(Int32, String)")]
    [InlineData(nameof(Sends.PairsByName), "(Int32, String)")]
    [InlineData(nameof(Sends.OkPair), "(Int32, String)")]
    [InlineData(nameof(Sends.PairByResponse), "(Int32, String)")]
    [InlineData(nameof(Sends.RecordWithPair), "(Int32, String)")]
    [InlineData(nameof(Sends.OnlyFields), nameof(FieldsOnly))]
    [InlineData(nameof(Sends.ListWithin), nameof(FieldsOnly))]
    [InlineData(nameof(Sends.Row), null)]
    [InlineData(nameof(Sends.ClassTuple), null)]
    [InlineData(nameof(Sends.KeyAndValue), null)]
    [InlineData(nameof(Sends.Mixed), null)]
    [InlineData(nameof(Sends.Included), null)]
    [InlineData(nameof(Sends.Nothing), null)]
    [InlineData(nameof(Sends.Anything), null)]
    [InlineData(nameof(Sends.Recursive), null)]
    [InlineData(nameof(Sends.Time), null)]
    public void A_type_with_only_fields_is_found(string function, string? expected)
    {
        var signature = new FunctionSignature(typeof(Sends).GetMethod(function, BindingFlags.Static | BindingFlags.Public)!);

        var found = FieldOnlyTypes.Find(signature, new JsonSerializerOptions());

        Assert.Equal(expected, found is null ? null : FieldOnlyTypes.NameOf(found));
        Assert.Null(FieldOnlyTypes.Find(signature, new JsonSerializerOptions { IncludeFields = true }));
    }

    private static class Sends
    {
        public static (int, string) Pair() => default;

        public static Task<(int, string)> PairLater() => Task.FromResult<(int, string)>(default);

        public static List<(int, string)> Pairs() => [];

        public static (int, string)[] PairArray() => [];

        public static (int, string)? MaybePair() => null;

        public static IAsyncEnumerable<(int, string)> PairSequence() => throw new NotSupportedException();

        public static Dictionary<string, (int, string)> PairsByName() => [];

        public static Ok<(int, string)> OkPair() => TypedResults.Ok<(int, string)>(default);

        public static void PairByResponse(ApiResponse<(int, string)> res) => res.Json(default);

        public static WithPair RecordWithPair() => new(default);

        public static FieldsOnly OnlyFields() => new();

        public static Outer ListWithin() => new([]);

        public static One Row() => new(1);

        public static Tuple<int, string> ClassTuple() => new(1, "");

        public static KeyValuePair<string, int> KeyAndValue() => default;

        public static FieldAndProperty Mixed() => new();

        public static IncludedField Included() => new();

        public static Empty Nothing() => new();

        public static object Anything() => (1, "");

        public static Node Recursive() => new();

        public static DateTimeOffset Time() => default;
    }

    private sealed record WithPair((int, string) Both);

    private sealed record One(int A);

    private sealed record Outer(List<FieldsOnly> All);

    private sealed class Node
    {
        public Node? Next { get; }
    }

    private sealed class Empty;

#pragma warning disable CA1051, SA1401 // What is tested are public fields.
    private sealed class FieldsOnly
    {
        public int A = 1;
    }

    private sealed class FieldAndProperty
    {
        public int A = 1;

        public int B { get; } = 2;
    }

    private sealed class IncludedField
    {
        [JsonInclude]
        public int A = 1;
    }
#pragma warning restore CA1051, SA1401
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileRoutedApi.Modules;

/// <summary>What stands in a built folder: its routes in match order, what they were built from, and the files that run.</summary>
/// <param name="Version">The version of this library that built it, and the only one that runs it.</param>
/// <param name="System">The system that it runs on, such as <c>linux-x64</c>; null for any.</param>
/// <param name="PageExtensions">The endings that made a file a route.</param>
/// <param name="Shared">The files of <c>_lib</c>.</param>
/// <param name="Startup">The start-up file, or null.</param>
/// <param name="Assemblies">What was compiled of them.</param>
/// <param name="Packages">The files that packages brought, managed and native.</param>
/// <param name="Validators">The validators among the types, with the assemblies that hold them.</param>
internal sealed record BuildManifest(
    string Version,
    string? System,
    IReadOnlyList<string> PageExtensions,
    IReadOnlyList<BuiltRoute> Routes,
    IReadOnlyList<BuiltSource> Shared,
    BuiltSource? Startup,
    IReadOnlyList<BuiltAssembly> Assemblies,
    IReadOnlyList<string> Packages,
    IReadOnlyList<BuiltType> Validators)
{
    /// <summary>The name of its file in a built folder.</summary>
    public const string FileName = "FileRoutedApi.manifest.json";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BuildManifestJson.Readable.BuildManifest);

    /// <summary>Null where the bytes are no manifest.</summary>
    public static BuildManifest? TryRead(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, BuildManifestJson.Default.BuildManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A file that went into a build.</summary>
/// <param name="Hash">The SHA-256 of its bytes.</param>
internal sealed record BuiltSource(string File, string Hash);

/// <summary>A route file that went into a build.</summary>
/// <param name="Pattern">In Next's form, such as <c>/api/post/[pid]</c>.</param>
/// <param name="Methods">As exported; <c>*</c> for a function that answers every method.</param>
/// <param name="Hash">The SHA-256 of its bytes.</param>
internal sealed record BuiltRoute(string Pattern, IReadOnlyList<string> Methods, string File, string Hash);

/// <summary>An assembly that a build compiled.</summary>
/// <param name="Hash">What tells whether its bytes are those that were written.</param>
internal sealed record BuiltAssembly(string Name, string Hash)
{
    public string File => $"{Name}.dll";
}

/// <summary>A type that need not be looked for.</summary>
internal sealed record BuiltType(string Name, string Assembly);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BuildManifest))]
internal sealed partial class BuildManifestJson : JsonSerializerContext
{
    /// <summary>For eyes: what need not be escaped is not.</summary>
    public static BuildManifestJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace FileRoutedApi.Built;

/// <summary>The manifest of a built folder: its routes in match order, their sources, and the files that run.</summary>
/// <param name="Version">The version of this library that built the folder. No other version can run it.</param>
/// <param name="System">The platform, such as <c>linux-x64</c>; null for any.</param>
/// <param name="PageExtensions">The file extensions of route files.</param>
/// <param name="Folders">The special files that apply to their folders.</param>
/// <param name="Shared">The files of <c>_lib</c>.</param>
/// <param name="Startup">The start-up file, or null.</param>
/// <param name="Assemblies">The compiled assemblies.</param>
/// <param name="Packages">The files of packages, managed and native.</param>
/// <param name="Validators">The validator types, with their assemblies.</param>
internal sealed record BuildManifest(
    string Version,
    string? System,
    IReadOnlyList<string> PageExtensions,
    IReadOnlyList<BuiltRoute> Routes,
    IReadOnlyList<BuiltSource> Folders,
    IReadOnlyList<BuiltSource> Shared,
    BuiltSource? Startup,
    IReadOnlyList<BuiltAssembly> Assemblies,
    IReadOnlyList<string> Packages,
    IReadOnlyList<BuiltType> Validators)
{
    /// <summary>The name of the manifest file in a built folder.</summary>
    public const string FileName = "FileRoutedApi.manifest.json";

    private static readonly JsonSerializerOptions _writeOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gets every file that the build wrote beside the manifest; null in a manifest of a version that did not list them.</summary>
    public IReadOnlyList<BuiltFile>? Files { get; init; }

    /// <summary>Gets the static files; the manifest of an earlier version has none.</summary>
    public IReadOnlyList<BuiltPublicFile> Public { get; init; } = [];

    /// <summary>Gets the files in <c>jobs/</c>; a manifest without jobs has none.</summary>
    public IReadOnlyList<BuiltSource> Jobs { get; init; } = [];

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, _writeOptions);

    /// <summary>Reads a manifest. Returns null if the bytes are not a manifest.</summary>
    /// <remarks>
    /// Read by hand, because every start reads it once: a source-generated <c>JsonSerializerContext</c> needs two to three times as long
    /// for its first value, compiled to native code or not.
    /// </remarks>
    public static BuildManifest? TryRead(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            return new BuildManifest(
                Text(root, "version"),
                root.GetProperty("system").GetString(),
                Strings(root, "pageExtensions"),
                All(root, "routes", RouteOf),
                All(root, "folders", SourceOf),
                All(root, "shared", SourceOf),
                root.GetProperty("startup") is { ValueKind: JsonValueKind.Object } startup ? SourceOf(startup) : null,
                All(root, "assemblies", assembly => new BuiltAssembly(Text(assembly, "name"), Text(assembly, "hash"))),
                Strings(root, "packages"),
                All(root, "validators", type => new BuiltType(Text(type, "name"), Text(type, "assembly"))))
            {
                Files = root.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array
                    ? All(root, "files", file => new BuiltFile(Text(file, "name"), Text(file, "hash")))
                    : null,
                Public = root.TryGetProperty("public", out _)
                    ? All(root, "public", file => new BuiltPublicFile(Text(file, "name"), Strings(file, "encodings")))
                    : [],
                Jobs = root.TryGetProperty("jobs", out _) ? All(root, "jobs", SourceOf) : [],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BuiltRoute RouteOf(JsonElement route) =>
        new(Text(route, "pattern"), Strings(route, "methods"), Text(route, "file"), Text(route, "hash"));

    private static BuiltSource SourceOf(JsonElement source) => new(Text(source, "file"), Text(source, "hash"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new JsonException(name);

    private static string[] Strings(JsonElement element, string name) =>
        All(element, name, item => item.GetString() ?? throw new JsonException(name));

    private static T[] All<T>(JsonElement element, string name, Func<JsonElement, T> read)
    {
        var array = element.GetProperty(name);
        var items = new T[array.GetArrayLength()];
        var count = 0;
        foreach (var item in array.EnumerateArray())
        {
            items[count++] = read(item);
        }

        return items;
    }
}

/// <summary>A source file of a build.</summary>
/// <param name="Hash">The SHA-256 of its bytes.</param>
internal sealed record BuiltSource(string File, string Hash);

/// <summary>A route file of a build.</summary>
/// <param name="Pattern">The route in the notation of Next.js, such as <c>/api/post/[pid]</c>.</param>
/// <param name="Methods">The exported methods; <c>*</c> for a function that handles every method.</param>
/// <param name="Hash">The SHA-256 of its bytes.</param>
internal sealed record BuiltRoute(string Pattern, IReadOnlyList<string> Methods, string File, string Hash);

/// <summary>A compiled assembly.</summary>
/// <param name="Hash">The hash of its bytes, as <see cref="BuiltFolder.HashOf"/> returns it.</param>
internal sealed record BuiltAssembly(string Name, string Hash)
{
    public string File => $"{Name}.dll";
}

/// <summary>A file of a built folder.</summary>
/// <param name="Hash">The hash of its bytes, as <see cref="BuiltFolder.HashOf"/> returns it.</param>
internal sealed record BuiltFile(string Name, string Hash);

/// <summary>A type that the build has found, so that the start does not have to search for it.</summary>
internal sealed record BuiltType(string Name, string Assembly);

/// <summary>A static file of a build.</summary>
/// <param name="Name">The path below <c>public/</c>.</param>
/// <param name="Encodings">The names of <c>PublicEncodings</c> in which the build has written the file too.</param>
internal sealed record BuiltPublicFile(string Name, IReadOnlyList<string> Encodings);

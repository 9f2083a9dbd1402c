using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// A development server and its app: a number of route files, each of which responds with <c>{"value":"..."}</c> and the value in its
/// text.
/// </summary>
internal abstract class DevPeer(string folder)
{
    public const string FirstValue = "v0";

    /// <summary>The route that is requested and whose file is edited.</summary>
    public const string Route = "/api/r0";

    private readonly string _temporaryFile = folder + ".edit";

    /// <summary>The name in the table, with the version.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the first start fills a cache for the second.</summary>
    public abstract bool HasCache { get; }

    protected string Folder => folder;

    /// <summary>The caches below the folder that survive a restart of the server.</summary>
    protected abstract string[] Caches { get; }

    public abstract ProcessStartInfo Command(int port);

    /// <summary>Replaces the route files of the app by the given number of new ones, and clears its caches.</summary>
    public void Write(int files)
    {
        DeleteFolder(Path.GetDirectoryName(FileOf(0))!);
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(0))!);
        for (var i = 0; i < files; i++)
        {
            File.WriteAllText(FileOf(i), TextOf(FirstValue));
        }

        EmptyCaches();
    }

    public void EmptyCaches() => Array.ForEach(Caches, cache => DeleteFolder(Path.Combine(Folder, cache)));

    /// <summary>Saves the file as editors do, by renaming a new file over it; returns the time at which the rename began.</summary>
    public long Edit(string value)
    {
        // Outside of the folder that is watched, so that only the rename is seen.
        File.WriteAllText(_temporaryFile, TextOf(value));
        var renamed = Stopwatch.GetTimestamp();
        File.Move(_temporaryFile, FileOf(0), overwrite: true);
        return renamed;
    }

    protected abstract string RouteFile(int number);

    protected abstract string TextOf(string value);

    private string FileOf(int number) => Path.Combine(Folder, RouteFile(number));

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}

/// <summary>This repository's host, in the configuration that these benchmarks were built in.</summary>
internal sealed class FileRoutedApiPeer(string folder) : DevPeer(folder)
{
    /// <summary>The setting <c>FileRoutes:CompileCache</c>, the folder of the compile cache; empty if the host has none.</summary>
    private static readonly string _compileCacheSetting = "FileRoutes:CompileCache";

    private static readonly string _host = typeof(FileRoutedApiPeer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Host").Value!;

    public override string Name => "FileRoutedApi dev";

    public override bool HasCache => _compileCacheSetting.Length > 0;

    protected override string[] Caches => ["cache"];

    public override ProcessStartInfo Command(int port)
    {
        var command = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Folder,
            ArgumentList = { Path.GetFullPath(_host), "dev", Folder, "--urls", $"http://127.0.0.1:{port}" },
        };
        if (_compileCacheSetting.Length > 0)
        {
            command.ArgumentList.Add($"--{_compileCacheSetting}={Path.Combine(Folder, "cache")}");
        }

        return command;
    }

    protected override string RouteFile(int number) => $"api/r{number}.cs";

    protected override string TextOf(string value) =>
        $$"""
        void Handler(ApiRequest req, ApiResponse res) => res.Status(200).Json(new { value = "{{value}}" });

        """;
}

/// <summary>A server from npm, installed into its own folder.</summary>
internal abstract class NpmPeer(string folder, string package, string dependencies) : DevPeer(folder)
{
    public override bool HasCache => true;

    protected string InstalledVersion => Npm.VersionOf(Folder, package);

    public Task InstallAsync(CancellationToken stop) =>
        Npm.InstallAsync(Folder, $$"""{ "private": true, "dependencies": { {{dependencies}} } }""", stop);

    protected static string Port(int port) => port.ToString(CultureInfo.InvariantCulture);

    // Started without npx, whose own start is not what is timed.
    protected ProcessStartInfo Node(params string[] arguments) => new("node", arguments)
    {
        WorkingDirectory = Folder,
        Environment = { ["NEXT_TELEMETRY_DISABLED"] = "1" },
    };
}

/// <summary>Next.js with API routes under <c>pages/api</c>; its bundler is Turbopack by default.</summary>
internal sealed class NextPeer(string folder)
    : NpmPeer(folder, "next", """ "next": "^16.0.0", "react": "^19.0.0", "react-dom": "^19.0.0" """)
{
    public override string Name => $"next dev {InstalledVersion}";

    protected override string[] Caches => [".next"];

    public override ProcessStartInfo Command(int port) =>
        Node("node_modules/next/dist/bin/next", "dev", "--hostname", "127.0.0.1", "--port", Port(port));

    protected override string RouteFile(int number) => $"pages/api/r{number}.js";

    protected override string TextOf(string value) =>
        $$"""
        export default function handler(req, res) {
          res.status(200).json({ value: "{{value}}" });
        }

        """;
}

/// <summary>Nitro, the server of Nuxt, with routes under <c>routes</c>.</summary>
internal sealed class NitroPeer(string folder) : NpmPeer(folder, "nitropack", """ "nitropack": "~2.13.0" """)
{
    public override string Name => $"nitro dev {InstalledVersion}";

    protected override string[] Caches => [".nitro", "node_modules/.nitro", "node_modules/.cache"];

    public override ProcessStartInfo Command(int port) =>
        Node("node_modules/nitropack/dist/cli/index.mjs", "dev", "--host", "127.0.0.1", "--port", Port(port));

    protected override string RouteFile(int number) => $"routes/api/r{number}.js";

    protected override string TextOf(string value) =>
        $$"""
        export default defineEventHandler(() => ({ value: "{{value}}" }));

        """;
}

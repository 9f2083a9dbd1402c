using System.Globalization;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// The cost of a source generator in the compilation of one edited file. Files with and without an attribute are compiled in turn, each
/// time with a different text. The measure is processor time, which other processes do not affect.
/// </summary>
internal static class GeneratorCost
{
    private const int WarmingRounds = 60;
    private const int Rounds = 101;

    private static readonly (string Name, string Types)[] _files =
    [
        ("no generator", "static class Rules { public static string? Digits() => null; }"),
        ("the word `partial` only", "static partial class Rules { public static string? Digits() => null; }"),
        (
            "`[GeneratedRegex]`",
            """
            static partial class Rules
            {
                [System.Text.RegularExpressions.GeneratedRegex("[0-9]+")]
                public static partial System.Text.RegularExpressions.Regex Digits();
            }
            """),
        (
            "`[LoggerMessage]`",
            """
            static partial class Rules
            {
                [LoggerMessage(LogLevel.Debug, "{Name}")] public static partial void Named(ILogger log, string name);
                public static string? Digits() => null;
            }
            """),
        (
            "`[JsonSerializable]`",
            """
            record Item(int Id, string Name);
            [System.Text.Json.Serialization.JsonSerializable(typeof(Item))]
            partial class Json : System.Text.Json.Serialization.JsonSerializerContext;
            static class Rules { public static string? Digits() => null; }
            """),
        (
            "`[LibraryImport]`",
            """
            static partial class Rules
            {
                [System.Runtime.InteropServices.LibraryImport("libc")] public static partial int getpid();
                public static string? Digits() => null;
            }
            """),
    ];

    public static void Run()
    {
        var root = Directory.CreateTempSubdirectory("fra-generators-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(root, RouteFolder.Api));
            var folder = new RouteFolder(root);
            var generators = new SourceGenerators(new GeneratorFiles([]), new GeneratorLoader(), root, debug: true);
            var compiler = new RouteCompiler(new ApplicationInputs(folder, [], null, null, []), [], null, generators, CompileMode.Debug);
            Print(_files.Select(file => new Edits(compiler, folder, file.Name, file.Types)).ToList());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Print(List<Edits> files)
    {
        for (var i = 0; i < WarmingRounds; i++)
        {
            files[0].Compile();
        }

        var first = files.ToDictionary(file => file, file => file.Compile());
        for (var i = 0; i < WarmingRounds; i++)
        {
            files.ForEach(file => file.Compile());
        }

        var times = files.ToDictionary(file => file, _ => new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            files.ForEach(file => times[file].Add(file.Compile()));
        }

        Console.WriteLine("| file | first compilation | each edit |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var file in files)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {file.Name} | {first[file]:F0} ms | {times[file].Order().ElementAt(Rounds / 2):F1} ms |"));
        }
    }

    private sealed class Edits(RouteCompiler compiler, RouteFolder folder, string name, string types)
    {
        private const string File = "api/a.cs";

        private int _edit;

        public string Name => name;

        /// <summary>Edits the file, compiles it, and returns the processor time in milliseconds.</summary>
        public double Compile()
        {
            System.IO.File.WriteAllText(folder.PathOf(File), $$"""
                #:property AllowUnsafeBlocks=true
                object GET() => new { edit = {{_edit++}}, rules = Rules.Digits() };
                {{types}}
                """);
            var route = folder.CreateTable(RouteTableOptions.Default, []).Routes.Single();
            var source = SourceFile.Read(folder, File, [])!;
            var found = new List<RouteDiagnostic>();
            var before = Environment.CpuUsage.TotalTime;
            var image = compiler.CompileRoutes([new RouteContent(route, source)], skipFilesWithErrors: false, found, CancellationToken.None);
            var time = Environment.CpuUsage.TotalTime - before;
            return image is null ? throw new InvalidOperationException(string.Join('\n', found)) : time.TotalMilliseconds;
        }
    }
}

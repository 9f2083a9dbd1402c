using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Compilation;

/// <summary>Compiles all route files in one go, loads them and runs their top-level statements.</summary>
internal sealed partial class CompiledModuleSource(IHostEnvironment environment, ILoggerFactory loggers) : IRouteModuleSource
{
    public async Task<IReadOnlyList<RouteModule>> LoadAsync(
        RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var debug = environment.IsDevelopment();
        var shared = await ReadAsync(folder, table.SharedFiles, debug, diagnostics, cancellationToken);
        var sources = await ReadAsync(folder, table.Routes.Select(file => file.Path), debug, diagnostics, cancellationToken);
        if (table.Routes.Count == 0 && shared.Count == 0)
        {
            return [];
        }

        // A file that cannot be wrapped is left out, and all others are compiled, so that one run shows every error.
        var modules = sources
            .Where(source => !source.HasSyntaxErrors(diagnostics))
            .Select(source => (Source: source, Syntax: RouteSyntax.Analyze(source, diagnostics)))
            .Where(module => !diagnostics.Any(diagnostic => diagnostic.File == module.Source.Path && diagnostic.Severity == RouteDiagnosticSeverity.Error))
            .ToList();
        var compilation = new RouteCompilation(folder, shared, modules, debug);
        if (diagnostics.Any(diagnostic => diagnostic.Severity == RouteDiagnosticSeverity.Error)
            || TryLoad(compilation, diagnostics, cancellationToken) is not { } assembly)
        {
            diagnostics.AddRange(compilation.GetDiagnostics(cancellationToken));
            return [];
        }

        Log.Compiled(loggers.CreateLogger(nameof(FileRoutedApi)), Stopwatch.GetElapsedTime(started).TotalMilliseconds, modules.Count);
        return await RunAsync(assembly, table, diagnostics, cancellationToken);
    }

    private static async Task<List<RouteSource>> ReadAsync(
        RouteFolder folder, IEnumerable<string> paths, bool debug, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var sources = new List<RouteSource>();
        foreach (var path in paths)
        {
            if (await RouteSource.ReadAsync(folder, path, debug, diagnostics, cancellationToken) is { } source)
            {
                sources.Add(source);
            }
        }

        return sources;
    }

    /// <summary>Null where the compiler finds errors. Asking it for all of them first would bind everything twice.</summary>
    private static Assembly? TryLoad(RouteCompilation compilation, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var warnings = new List<RouteDiagnostic>();
        var context = new AssemblyLoadContext(nameof(FileRoutedApi));
        if (compilation.Shared is not null)
        {
            if (RouteCompilation.TryEmit(compilation.Shared, warnings, cancellationToken) is not { } shared)
            {
                return null;
            }

            context.LoadFromStream(shared.Assembly, shared.Symbols);
        }

        if (RouteCompilation.TryEmit(compilation.Modules, warnings, cancellationToken) is not { } modules)
        {
            return null;
        }

        diagnostics.AddRange(warnings);
        return context.LoadFromStream(modules.Assembly, modules.Symbols);
    }

    private static async Task<IReadOnlyList<RouteModule>> RunAsync(
        Assembly assembly, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var modules = new List<RouteModule>();
        foreach (var file in table.Routes)
        {
            var load = assembly
                .GetType($"{ModuleWriter.NamespaceOf(file.Path)}.{ModuleWriter.ClassName}", throwOnError: true)!
                .GetMethod(ModuleWriter.MethodName)!
                .CreateDelegate<Func<RouteModuleBuilder, string[], Task>>();
            var builder = new RouteModuleBuilder(file, diagnostics);
            try
            {
                await load(builder, []).WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(file.Path, LineOf(exception, file), $"{exception.GetType().Name}: {exception.Message}"));
            }

            modules.Add(builder.Build());
        }

        return modules;
    }

    /// <summary>The line of the file that the exception came through first, or 1.</summary>
    private static int LineOf(Exception exception, RouteFile file) => new StackTrace(exception, fNeedFileInfo: true).GetFrames()
        .Where(frame => frame.GetFileName()?.Replace('\\', '/').EndsWith(file.Path, StringComparison.Ordinal) == true)
        .Select(frame => frame.GetFileLineNumber())
        .FirstOrDefault(1);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Compiled api/ in {Milliseconds:F0} ms, routes: {Count}", EventName = "Compiled")]
        public static partial void Compiled(ILogger logger, double milliseconds, int count);
    }
}

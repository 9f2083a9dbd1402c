using System.Diagnostics;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Compilation;

/// <summary>Compiles all route files in one go, loads them and runs their top-level statements.</summary>
/// <param name="prepared">What they stand on, where it was compiled before the container was built.</param>
internal sealed partial class CompiledModuleSource(
    FileRoutesSettings settings, IHostEnvironment environment, ILoggerFactory loggers, ApplicationCode? prepared) : IRouteModuleSource
{
    /// <summary>Compiles the start-up file with what it stands on; null where there is none.</summary>
    /// <exception cref="FileRoutesException">Anything is wrong with the folder; all of it is named.</exception>
    public static ApplicationCode? Prepare(FileRoutesSettings settings, IHostEnvironment environment)
    {
        var diagnostics = new List<RouteDiagnostic>();
        if (RouteFolder.Find(settings.Root) is not { } folder
            || folder.CreateTable(settings.Table, diagnostics) is not { StartupFile: not null } table)
        {
            return null;
        }

        var debug = environment.IsDevelopment();
        var ofNames = diagnostics.Count;
        var routes = RouteSource.ReadAll(folder, table.Routes.Select(route => route.Path), debug, diagnostics);
        var code = ApplicationCode.Load(folder, table, routes, settings, debug, diagnostics, CancellationToken.None);
        if (code is not null && !diagnostics.Any(ApplicationCode.IsError))
        {
            code.Warnings = diagnostics[ofNames..];
            return code;
        }

        // One run shows every error, those of the route files too.
        if (code is not null)
        {
            diagnostics.AddRange(Compile(code, Analyze(table, routes, diagnostics), debug).GetDiagnostics(CancellationToken.None));
        }

        throw new FileRoutesException(diagnostics);
    }

    public async Task<RouteGeneration> LoadAsync(
        RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var debug = environment.IsDevelopment();
        var sources = RouteSource.ReadAll(folder, table.Routes.Select(route => route.Path), debug, diagnostics);
        var modules = Analyze(table, sources, diagnostics);
        diagnostics.AddRange(prepared?.Warnings ?? []);
        var code = prepared ?? ApplicationCode.Load(folder, table, sources, settings, debug, diagnostics, cancellationToken);
        if (code is null)
        {
            return RouteGeneration.Empty;
        }

        var compilation = Compile(code, modules, debug);
        var documentation = code.Documentation.ToList();
        if (diagnostics.Any(ApplicationCode.IsError)
            || compilation.TryLoad(code.Context, documentation, diagnostics, cancellationToken) is not { } assembly)
        {
            diagnostics.AddRange(compilation.GetDiagnostics(cancellationToken));
            return RouteGeneration.Empty;
        }

        Log.Compiled(loggers.CreateLogger(nameof(FileRoutedApi)), Stopwatch.GetElapsedTime(started).TotalMilliseconds, modules.Count);
        return new RouteGeneration(
            await RunAsync(assembly, table, diagnostics, cancellationToken),
            [.. code.Types, .. ApplicationCode.TypesOf(assembly)],
            new TypeDocumentation(documentation));
    }

    private static RouteCompilation Compile(
        ApplicationCode code, IEnumerable<(RouteFile Route, RouteSource Source, RouteSyntax Syntax)> modules, bool debug)
    {
        var parse = RouteSource.ParseOptions(debug);
        return code.CompileRoutes(modules.Select(module => ModuleWriter.Write(module.Source, module.Syntax, module.Route, parse)));
    }

    // A file that cannot be wrapped is left out, and all others are compiled, so that one run shows every error.
    private static List<(RouteFile Route, RouteSource Source, RouteSyntax Syntax)> Analyze(
        RouteTable table, IEnumerable<RouteSource> sources, List<RouteDiagnostic> diagnostics)
    {
        var routes = table.Routes.ToDictionary(route => route.Path);
        return
        [
            .. sources
                .Where(source => !source.HasSyntaxErrors(diagnostics))
                .Select(source => (Route: routes[source.Path], Source: source, Syntax: RouteSyntax.Analyze(source, diagnostics)))
                .Where(module => !diagnostics.Any(diagnostic => diagnostic.File == module.Source.Path && ApplicationCode.IsError(diagnostic))),
        ];
    }

    private static async Task<IReadOnlyList<RouteModule>> RunAsync(
        Assembly assembly, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var modules = new List<RouteModule>();
        foreach (var file in table.Routes)
        {
            var builder = new RouteModuleBuilder(file, diagnostics);
            try
            {
                await ModuleWriter.LoaderOf<Func<RouteModuleBuilder, string[], Task>>(assembly, file.Path)(builder, []).WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(
                    file.Path, ExceptionPlace.LineIn(exception, file.Path), $"{exception.GetType().Name}: {exception.Message}"));
            }

            modules.Add(builder.Build());
        }

        return modules;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Compiled api/ in {Milliseconds:F0} ms, routes: {Count}", EventName = "Compiled")]
        public static partial void Compiled(ILogger logger, double milliseconds, int count);
    }
}

using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Routing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FileRoutedApi.Compilation;

/// <summary>
/// What the route files of a folder stand on: packages, further assemblies, the shared code of <c>_lib</c> and the
/// start-up file. A change of it is another application; a change of a route file is not.
/// </summary>
internal sealed class ApplicationCode
{
    /// <summary>The name of the assembly of the route files.</summary>
    public const string RoutesAssembly = "FileRoutedApi.Routes";

    private const string SharedAssembly = $"{RoutesAssembly}.Shared";
    private const string StartupAssembly = $"{RoutesAssembly}.Startup";

    private readonly RouteFolder _folder;
    private readonly bool _debug;
    private readonly List<MetadataReference> _references = [];
    private readonly List<Assembly> _assemblies = [];
    private readonly List<Stream> _documentation = [];

    // An assembly that holds the shared code holds other things too, such as the tests around it.
    private Assembly? _given;
    private HashSet<string> _declared = [];

    private ApplicationCode(RouteFolder folder, bool debug, PackageAssemblies packages)
    {
        _folder = folder;
        _debug = debug;
        Context = new RouteLoadContext(packages);
    }

    /// <summary>Where all of it is loaded, and the route files too.</summary>
    public RouteLoadContext Context { get; }

    /// <summary>The types of the shared code.</summary>
    public IEnumerable<Type> Types => _assemblies.SelectMany(TypesOf).Where(type => type.Assembly != _given || _declared.Contains(type.FullName ?? ""));

    /// <summary>The documentation comments of the shared code.</summary>
    public IReadOnlyList<Stream> Documentation => _documentation;

    /// <summary>The start-up file, where there is one.</summary>
    public RouteStartup? Startup { get; private set; }

    /// <summary>What the compiler warned of, where it was compiled ahead of the route files.</summary>
    public IReadOnlyList<RouteDiagnostic> Warnings { get; set; } = [];

    private string GlobalUsings { get; set; } = "";

    /// <summary>
    /// Compiles it, and loads it where nothing is wrong with the folder; what is wrong is added to the diagnostics. Null
    /// without its packages: whatever the compiler said then would be about them.
    /// </summary>
    /// <param name="routes">The route files, which may ask for packages.</param>
    public static ApplicationCode? Load(
        RouteFolder folder,
        RouteTable table,
        IReadOnlyList<RouteSource> routes,
        FileRoutesSettings settings,
        bool debug,
        List<RouteDiagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        var shared = RouteSource.ReadAll(folder, table.SharedFiles, debug, diagnostics);
        var startup = RouteSource.ReadAll(folder, table.StartupFile is { } file ? [file] : [], debug, diagnostics).SingleOrDefault();
        foreach (var source in shared)
        {
            diagnostics.AddRange(source.Directives.Select(directive => RouteDiagnostics.UnsupportedDirective(
                source.Path, directive.Line, directive.Text, $"Move it into a route file or into '{PackageReference.BuildFile}'.")));
        }

        var wanted = PackageReference.TryCollect(folder, [.. startup is null ? [] : new[] { startup }, .. routes], diagnostics);
        if (wanted is null || new PackageResolver(folder).TryResolve(wanted, diagnostics) is not { } packages)
        {
            return null;
        }

        var code = new ApplicationCode(folder, debug, packages);
        code._references.AddRange(ReferenceAssemblies.All);
        code.AddPackages(packages, wanted, diagnostics);
        code.AddAssemblies(settings, diagnostics);
        code.GlobalUsings = GlobalUsingsOf(shared);
        code._declared = [.. shared.SelectMany(source => source.DeclaredTypes)];
        code.Compile(settings.SharedAssembly is null ? shared : [], startup, diagnostics, cancellationToken);
        return code;
    }

    public static bool IsError(RouteDiagnostic diagnostic) => diagnostic.Severity == RouteDiagnosticSeverity.Error;

    /// <summary>The route files as an assembly that sees all of this.</summary>
    public RouteCompilation CompileRoutes(IEnumerable<SyntaxTree> modules) =>
        RouteCompilation.Create(_folder, RoutesAssembly, modules, GlobalUsings, _references, _debug);

    /// <summary>The types of an assembly that can be loaded.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private void Compile(
        IReadOnlyList<RouteSource> shared, RouteSource? startup, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var compilations = new List<RouteCompilation>();
        if (shared.Count > 0)
        {
            var compilation = RouteCompilation.Create(_folder, SharedAssembly, shared.Select(source => source.Root.SyntaxTree), Visibility, _references, _debug);
            _references.Add(compilation.Reference);
            compilations.Add(compilation);
        }

        // What is wrong with its shape is said in words of our own; the compiler would only say it again in others.
        if (startup is not null && !startup.HasSyntaxErrors(diagnostics) && RouteSyntax.AnalyzeStartup(startup, diagnostics) is var syntax
            && !diagnostics.Any(diagnostic => diagnostic.File == startup.Path && IsError(diagnostic)))
        {
            var tree = ModuleWriter.Write(startup, syntax, null, RouteSource.ParseOptions(_debug));
            compilations.Add(RouteCompilation.Create(_folder, StartupAssembly, [tree], GlobalUsings, _references, _debug));
        }

        foreach (var compilation in compilations)
        {
            if (diagnostics.Any(IsError) || compilation.TryLoad(Context, _documentation, diagnostics, cancellationToken) is not { } assembly)
            {
                diagnostics.AddRange(compilations.SelectMany(each => each.GetDiagnostics(cancellationToken)));
                return;
            }

            _assemblies.Add(assembly);
        }

        if (startup is not null && !diagnostics.Any(IsError))
        {
            Startup = LoadStartup(_assemblies[^1], startup.Path, diagnostics);
        }
    }

    private static RouteStartup? LoadStartup(Assembly assembly, string file, List<RouteDiagnostic> diagnostics)
    {
        var builder = new RouteStartupBuilder(file, diagnostics);
        try
        {
            ModuleWriter.LoaderOf<Action<RouteStartupBuilder, string[]>>(assembly, file)(builder, []);
            return builder.Build();
        }
        catch (Exception exception)
        {
            diagnostics.Add(RouteDiagnostics.ThrewWhileLoading(file, ExceptionPlace.LineIn(exception, file), $"{exception.GetType().Name}: {exception.Message}"));
            return null;
        }
    }

    private static string Visibility => string.Concat(
        new[] { RoutesAssembly, StartupAssembly }.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));

    private static string GlobalUsingsOf(IEnumerable<RouteSource> shared) => string.Concat(shared
        .SelectMany(source => source.Root.Usings)
        .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None))
        .Select(directive => directive.ToString() + "\n"));

    private void AddPackages(PackageAssemblies packages, IReadOnlyList<PackageReference> wanted, List<RouteDiagnostic> diagnostics)
    {
        foreach (var file in packages.Compile)
        {
            var asked = AssemblyName.GetAssemblyName(file);
            if (ReferenceAssemblies.HostVersionOf(asked.Name!) is not { } present)
            {
                _references.Add(MetadataReference.CreateFromFile(file));
            }
            else if (asked.Version > present)
            {
                var place = wanted.FirstOrDefault(package => file.Split('/', '\\').Contains(package.Name, StringComparer.OrdinalIgnoreCase)) ?? wanted[0];
                diagnostics.Add(RouteDiagnostics.PackageNewerThanHost(place.File, place.Line, asked.Name!, $"{asked.Version}", $"{present}"));
            }
        }
    }

    private void AddAssemblies(FileRoutesSettings settings, List<RouteDiagnostic> diagnostics)
    {
        foreach (var name in settings.References)
        {
            if (LoadAssembly(nameof(FileRoutesOptions.References), name, diagnostics) is { } assembly)
            {
                AddReference(assembly);
            }
        }

        if (settings.SharedAssembly is { } sharedName && LoadAssembly(nameof(FileRoutesOptions.SharedAssembly), sharedName, diagnostics) is { } shared)
        {
            AddReference(shared);
            _assemblies.Add(shared);
            _given = shared;
            if (Path.ChangeExtension(shared.Location, ".xml") is var comments && File.Exists(comments))
            {
                _documentation.Add(new MemoryStream(File.ReadAllBytes(comments)));
            }
        }
    }

    private void AddReference(Assembly assembly)
    {
        if (!_references.Any(reference => string.Equals(Path.GetFileName(reference.Display), Path.GetFileName(assembly.Location), StringComparison.OrdinalIgnoreCase)))
        {
            _references.Add(MetadataReference.CreateFromFile(assembly.Location));
        }
    }

    private Assembly? LoadAssembly(string setting, string name, List<RouteDiagnostic> diagnostics)
    {
        try
        {
            return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                ? System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(name, _folder.Root))
                : Assembly.Load(new AssemblyName(name));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            diagnostics.Add(RouteDiagnostics.AssemblyNotFound(setting, name, exception.Message.Split('\n')[0].Trim()));
            return null;
        }
    }
}

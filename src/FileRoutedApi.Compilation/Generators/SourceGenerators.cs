using System.Collections.Concurrent;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>Runs source generators over the files of a folder that use them.</summary>
/// <remarks>Drivers are reused: they cache what they computed for references and unchanged code.</remarks>
internal sealed class SourceGenerators(GeneratorFiles files, GeneratorLoader loader, string root, bool debug)
{
    private readonly ConcurrentDictionary<string, GeneratorDriver> _drivers = new();

    /// <summary>Returns a diagnostic for each attribute of a file whose generator is not on this machine.</summary>
    public IEnumerable<RouteDiagnostic> FindMissing(RouteSource source) => GeneratorNeeds.FindMissing(source, files);

    /// <summary>Returns true if a generator may write code for a file.</summary>
    public bool IsUsedBy(RouteSource source) => GeneratorNeeds.Find(source, files).Count > 0;

    /// <summary>Adds files to a compilation, and the code that generators write for them.</summary>
    public GeneratedCode Add(CSharpCompilation compilation, IReadOnlyList<WrittenSource> sources, CancellationToken cancellationToken)
    {
        var all = compilation.AddSyntaxTrees(sources.Select(source => source.Tree));
        var needs = sources
            .Select(source => (Source: source, Files: GeneratorNeeds.Find(source.Source, files)))
            .Where(need => need.Files.Count > 0)
            .ToList();
        List<WrittenSource> users = [.. needs.Select(need => need.Source)];
        List<string> wanted = [.. needs.SelectMany(need => need.Files).Distinct().Order(StringComparer.Ordinal)];
        List<string> generators = [.. wanted.Where(file => loader.Load(file).Generators.Count > 0)];
        List<RouteDiagnostic> failures = [.. users.Take(1).SelectMany(user => FindUnloadable(wanted, user))];
        if (generators.Count == 0)
        {
            return new GeneratedCode(all, new HashSet<SyntaxTree>(), [], [], failures);
        }

        var input = users.Count == sources.Count ? all : compilation.AddSyntaxTrees(users.Select(user => user.Tree));
        var result = Run(generators, input, cancellationToken);
        var runs = users.Count > 1 && result.Results.Any(run => run.Exception is not null)

            // A generator fails if it writes two files of one name, as it does for two types of one name. Then it runs for each file alone.
            ? [.. users.Select(user => (user, Run(generators, compilation.AddSyntaxTrees(user.Tree), cancellationToken)))]
            : new List<(WrittenSource User, GeneratorDriverRunResult Result)> { (users[0], result) };
        var trees = TreesOf(runs);
        return new GeneratedCode(all.AddSyntaxTrees(trees), trees.ToHashSet(), users, [.. runs.SelectMany(run => run.Result.Diagnostics)], failures);
    }

    private IEnumerable<RouteDiagnostic> FindUnloadable(IEnumerable<string> generators, WrittenSource user) => generators
        .Select(file => (File: file, loader.Load(file).Failure))
        .Where(found => found.Failure is not null)
        .Select(found => RouteDiagnostics.GeneratorNotLoaded(user.File.Path, Path.GetFileName(found.File), found.Failure!));

    private GeneratorDriverRunResult Run(IReadOnlyList<string> generators, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var key = string.Join('\n', generators);
        var driver = _drivers.GetOrAdd(key, _ => CSharpGeneratorDriver.Create(
            generators.SelectMany(file => loader.Load(file).Generators),
            parseOptions: RouteSource.ParseOptions(debug),
            optionsProvider: new GeneratorSettings(root))).RunGenerators(compilation, cancellationToken);
        _drivers[key] = driver;
        return driver.GetRunResult();
    }

    // Each run writes the same declarations of the attributes that the generator looks for.
    private static List<SyntaxTree> TreesOf(List<(WrittenSource User, GeneratorDriverRunResult Result)> runs) =>
    [
        .. runs
            .SelectMany(run => run.Result.GeneratedTrees.Select(tree => (run.User, Tree: tree)))
            .DistinctBy(generated => (generated.Tree.FilePath, Text: generated.Tree.GetText().ToString()))
            .Select(generated => runs.Count == 1
                ? generated.Tree
                : generated.Tree.WithFilePath($"{ModuleNames.NamespaceOf(generated.User.File.Path)}/{generated.Tree.FilePath}")),
    ];
}

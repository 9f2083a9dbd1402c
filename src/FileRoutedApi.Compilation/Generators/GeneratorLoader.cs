using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>The source generators that are loaded in a process: each once, when the first file needs it.</summary>
internal sealed class GeneratorLoader
{
    private readonly ConcurrentDictionary<string, Lazy<LoadedGenerators>> _loaded = new();

    /// <summary>The generators of a file; none where it holds only analyzers.</summary>
    public LoadedGenerators Load(string file) => _loaded.GetOrAdd(file, path => new(() => LoadNew(path))).Value;

    private static LoadedGenerators LoadNew(string file)
    {
        var reference = new AnalyzerFileReference(file, new Loader(file));
        string? failure = null;
        reference.AnalyzerLoadFailed += (_, failed) => failure ??= failed.ReferencedCompilerVersion is { } version
            ? $"it needs version {version} of the compiler, and this is {typeof(SyntaxNode).Assembly.GetName().Version}"
            : failed.Message;
        return new LoadedGenerators(reference.GetGenerators(LanguageNames.CSharp), failure);
    }

    /// <summary>Loads a generator with what lies beside it. The compiler and the framework are those of this process.</summary>
    private sealed class Loader(string file) : AssemblyLoadContext($"{nameof(FileRoutedApi)}.Generators"), IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // What lies beside the generator is found without it.
        }

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var beside = Path.Combine(Path.GetDirectoryName(file)!, $"{assemblyName.Name}.dll");
            return !ReferenceFiles.Host.ContainsKey(assemblyName.Name!) && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}

/// <summary>What a file of generators holds. A field of a generic struct would load the compiler with the type, at every start.</summary>
/// <param name="Failure">Why some of it cannot be loaded; null where all can.</param>
internal sealed record LoadedGenerators(IReadOnlyList<ISourceGenerator> Generators, string? Failure);

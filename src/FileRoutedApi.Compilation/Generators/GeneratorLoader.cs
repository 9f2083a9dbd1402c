using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>Loads each source generator once per process, when the first file needs it.</summary>
internal sealed class GeneratorLoader
{
    private readonly ConcurrentDictionary<string, Lazy<LoadedGenerators>> _loaded = new();

    /// <summary>Returns the generators of a file; none if it has only analyzers.</summary>
    public LoadedGenerators Load(string file) => _loaded.GetOrAdd(file, path => new(() => LoadNew(path))).Value;

    private static LoadedGenerators LoadNew(string file)
    {
        var reference = new AnalyzerFileReference(file, new Loader(file));
        string? failure = null;
        reference.AnalyzerLoadFailed += (_, failed) => failure ??= failed.ReferencedCompilerVersion is { } version
            ? ReasonTexts.CompilerVersion(version, typeof(SyntaxNode).Assembly.GetName().Version)
            : failed.Message;
        return new LoadedGenerators(reference.GetGenerators(LanguageNames.CSharp), failure);
    }

    /// <summary>Loads a generator with the assemblies in its directory. The compiler and the framework are those of this process.</summary>
    private sealed class Loader(string file) : AssemblyLoadContext($"{nameof(FileRoutedApi)}.Generators"), IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // Load finds the assemblies in the directory of the generator.
        }

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var beside = Path.Combine(Path.GetDirectoryName(file)!, $"{assemblyName.Name}.dll");
            return !ReferenceFiles.Host.ContainsKey(assemblyName.Name!) && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}

/// <summary>The generators of a file.</summary>
/// <remarks>A class, not a tuple: a generic struct with a type of the compiler would load the compiler at each start.</remarks>
/// <param name="Failure">The reason why a generator cannot be loaded; null if there is none.</param>
internal sealed record LoadedGenerators(IReadOnlyList<ISourceGenerator> Generators, string? Failure);

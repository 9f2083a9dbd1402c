using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>What outlives an application where one follows another in the same process.</summary>
internal sealed class CompilationSession(string root, TimeProvider? time = null)
{
    /// <summary>The files as they were last read.</summary>
    public SourceFiles Files { get; } = new(new RouteFolder(root), time ?? TimeProvider.System);

    /// <summary>The packages that are loaded.</summary>
    public PackageContexts Packages { get; } = new();

    /// <summary>The source generators that are loaded.</summary>
    public GeneratorLoader Generators { get; } = new();
}

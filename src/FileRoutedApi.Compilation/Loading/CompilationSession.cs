using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>The state that the applications of one process share, when the development server replaces one by the next.</summary>
internal sealed class CompilationSession(string root, TimeProvider? time = null)
{
    /// <summary>The files, as they were last read.</summary>
    public SourceFiles Files { get; } = new(new RouteFolder(root), time ?? TimeProvider.System);

    /// <summary>The loaded packages.</summary>
    public PackageContexts Packages { get; } = new();

    /// <summary>The loaded source generators.</summary>
    public GeneratorLoader Generators { get; } = new();
}

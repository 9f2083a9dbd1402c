using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Generators;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>The state that is kept when the development server restarts the application inside the process.</summary>
internal sealed class CompilationSession(string root, TimeProvider? time = null)
{
    /// <summary>Gets the files, as they were last read.</summary>
    public SourceFiles Files { get; } = new(new RouteFolder(root), time ?? TimeProvider.System);

    /// <summary>Gets the loaded packages.</summary>
    public PackageContexts Packages { get; } = new();

    /// <summary>Gets the loaded source generators.</summary>
    public GeneratorLoader Generators { get; } = new();
}

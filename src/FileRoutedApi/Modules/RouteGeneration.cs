namespace FileRoutedApi.Modules;

/// <summary>Everything that was loaded from a folder at one time. What it holds goes when the next one takes its place.</summary>
/// <param name="Modules">The route files, in match order.</param>
/// <param name="Types">The types that the code declares, of route files and of shared code.</param>
/// <param name="Documentation">The documentation comments of those types.</param>
internal sealed record RouteGeneration(
    IReadOnlyList<RouteModule> Modules, IReadOnlyList<Type> Types, TypeDocumentation Documentation) : IAsyncDisposable
{
    public static RouteGeneration Empty { get; } = new([], [], TypeDocumentation.None);

    /// <summary>The route file that declares a type; null for shared code.</summary>
    public string? FileOf(Type type) =>
        Modules.FirstOrDefault(module => module.Namespace is { } space && space == type.Namespace)?.File.Path;

    public async ValueTask DisposeAsync()
    {
        foreach (var module in Modules)
        {
            await module.DisposeAsync();
        }
    }
}

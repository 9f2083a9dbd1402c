namespace FileRoutedApi.Modules;

/// <summary>Everything that is loaded from a folder at one time.</summary>
/// <param name="Modules">The route files, in match order.</param>
/// <param name="SharedTypes">The types that the shared code declares.</param>
/// <param name="Documentation">The documentation comments of all types.</param>
internal sealed record RouteGeneration(
    IReadOnlyList<RouteModule> Modules, IEnumerable<Type> SharedTypes, TypeDocumentation Documentation)
{
    private readonly Lazy<Dictionary<string, string>> _files = new(() => Modules
        .Where(module => module.Namespace is not null)
        .DistinctBy(module => module.Namespace)
        .ToDictionary(module => module.Namespace!, module => module.File.Path));

    private HashSet<Type>? _types;

    public static RouteGeneration Empty { get; } = new([], [], TypeDocumentation.None);

    /// <summary>The types that the code declares, of shared code and of route files.</summary>
    public IEnumerable<Type> Types => SharedTypes.Concat(Modules.SelectMany(module => module.Types));

    /// <summary>Returns whether the code declares a type, or the generic type that it was made of.</summary>
    public bool Declares(Type type) => (_types ??= [.. Types]).Contains(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type);

    /// <summary>Those of the types that validate; null where they have to be looked for.</summary>
    public IReadOnlyList<Type>? Validators { get; init; }

    /// <summary>The route file that declares a type; null for shared code.</summary>
    public string? FileOf(Type type) => type.Namespace is { } space ? _files.Value.GetValueOrDefault(space) : null;
}

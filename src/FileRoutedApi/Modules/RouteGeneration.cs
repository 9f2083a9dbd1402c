namespace FileRoutedApi.Modules;

/// <summary>A snapshot of everything that is loaded from a folder.</summary>
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

    /// <summary>Gets the types that the shared code and the route files declare.</summary>
    public IEnumerable<Type> Types => SharedTypes.Concat(Modules.SelectMany(module => module.Types));

    /// <summary>Returns true if the code declares a type, or its generic type definition.</summary>
    public bool Declares(Type type) => (_types ??= [.. Types]).Contains(type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type);

    /// <summary>Gets the types that are validators; null if they have to be searched for.</summary>
    public IReadOnlyList<Type>? Validators { get; init; }

    /// <summary>Returns the path of the route file that declares a type; null for shared code.</summary>
    public string? FileOf(Type type) => type.Namespace is { } space ? _files.Value.GetValueOrDefault(space) : null;
}

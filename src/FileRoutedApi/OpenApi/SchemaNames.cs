using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// The names of schemas. Types of route files are their files' own, and two may share a name: then each has that of its
/// file in front.
/// </summary>
internal sealed class SchemaNames
{
    private static readonly ConditionalWeakTable<RouteGeneration, SchemaNames> _byGeneration = [];

    private readonly Dictionary<Type, string> _prefixes;

    private SchemaNames(RouteGeneration generation)
    {
        var files = generation.Modules
            .Where(module => module.Exports.Count > 0)
            .ToDictionary(module => NamespaceOf(module), module => NameOf(module.File.Path));
        _prefixes = generation.Types
            .GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .Where(type => files.ContainsKey(type.Namespace ?? ""))
            .ToDictionary(type => type, type => files[type.Namespace!]);
    }

    public static SchemaNames Of(RouteGeneration generation) => _byGeneration.GetValue(generation, each => new SchemaNames(each));

    /// <summary>The name of the schema of a type; null where it has none of its own.</summary>
    public string? For(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? PrefixOf(type.Type) + name : null;

    private string PrefixOf(Type type) =>
        _prefixes.GetValueOrDefault(type.IsGenericType ? type.GetGenericTypeDefinition() : type, "")
        + string.Concat(type.IsGenericType ? type.GetGenericArguments().Select(PrefixOf) : []);

    // All functions of a file are of one class in one namespace, and so are its types.
    private static string NamespaceOf(RouteModule module) => module.Exports[0].Handler.Method.DeclaringType?.Namespace ?? "";

    private static string NameOf(string path) => string.Concat(Path.ChangeExtension(path, null).Split('/')[1..]
        .SelectMany(part => part.Split([.. part.Where(character => !char.IsAsciiLetterOrDigit(character))], StringSplitOptions.RemoveEmptyEntries))
        .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

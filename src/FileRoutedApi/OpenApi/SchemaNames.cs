using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// The names of schemas. Types of route files are their files' own, and two may share a name: then each has in front what
/// tells it apart, its file or the namespace and type around it.
/// </summary>
internal sealed class SchemaNames
{
    // The schemas of ASP.NET Core's own that every document has.
    private static readonly string[] _reserved = ["ProblemDetails", "HttpValidationProblemDetails", "IFormFile", "IFormFileCollection", "Stream", "PipeReader"];

    private static readonly ConditionalWeakTable<RouteGeneration, SchemaNames> _byGeneration = [];

    private readonly Dictionary<Type, string> _prefixes;

    private SchemaNames(RouteGeneration generation)
    {
        _prefixes = generation.Types
            .GroupBy(type => type.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1 || _reserved.Contains(group.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(group => group.GroupBy(type => PrefixOf(type, generation), StringComparer.OrdinalIgnoreCase))
            .SelectMany(group => group.Select(type => (Type: type, Prefix: group.Count() > 1 ? $"{group.Key}{HashOf(type)}" : group.Key)))
            .ToDictionary(type => type.Type, type => type.Prefix);
    }

    public static SchemaNames Of(RouteGeneration generation) => _byGeneration.GetValue(generation, each => new SchemaNames(each));

    /// <summary>The name of the schema of a type; null where it has none of its own.</summary>
    public string? For(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? PrefixOf(type.Type) + name : null;

    private string PrefixOf(Type type) =>
        _prefixes.GetValueOrDefault(type.IsGenericType ? type.GetGenericTypeDefinition() : type, "")
        + string.Concat(type.IsGenericType ? type.GetGenericArguments().Select(PrefixOf) : []);

    private static string PrefixOf(Type type, RouteGeneration generation)
    {
        var around = generation.FileOf(type) is { } file ? Path.ChangeExtension(file, null)[(file.IndexOf('/', StringComparison.Ordinal) + 1)..]
            : type.Namespace?.StartsWith(CompiledNames.RootNamespace, StringComparison.Ordinal) == true ? "startup" : type.Namespace ?? "";
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
        {
            around += $"/{outer.Name}";
        }

        var words = string.Concat(around
            .Split([.. around.Where(character => !char.IsAsciiLetterOrDigit(character))], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return words.Length > 0 || !_reserved.Contains(type.Name, StringComparer.OrdinalIgnoreCase) ? words : "Shared";
    }

    private static string HashOf(Type type) =>
        XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(type.FullName ?? type.Name)).ToString("x8", CultureInfo.InvariantCulture);
}

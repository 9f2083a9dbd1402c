using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// The names of schemas. Two route files may declare types of the same name; each schema name then has a prefix, derived from the file, or
/// from the namespace and the declaring type.
/// </summary>
internal sealed partial class SchemaNames
{
    // The names of schemas that ASP.NET Core may add to any document.
    private static readonly string[] _reserved =
        ["ProblemDetails", "HttpValidationProblemDetails", "IFormFile", "IFormFileCollection", "Stream", "PipeReader"];

    private static readonly ConditionalWeakTable<RouteGeneration, SchemaNames> _byGeneration = [];

    private readonly Dictionary<Type, string> _prefixes;
    private readonly Dictionary<string, Type> _owners = new(StringComparer.OrdinalIgnoreCase);

    private SchemaNames(RouteGeneration generation)
    {
        _prefixes = generation.Types
            .GroupBy(type => Clean(type.Name), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1 || _reserved.Contains(group.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(group => group.GroupBy(type => PrefixOf(type, generation), StringComparer.OrdinalIgnoreCase))
            .SelectMany(group => group.Select(type => (Type: type, Prefix: group.Count() > 1 ? $"{group.Key}{HashOf(type)}" : group.Key)))
            .ToDictionary(type => type.Type, type => type.Prefix);
    }

    public static SchemaNames Of(RouteGeneration generation) => _byGeneration.GetValue(generation, each => new SchemaNames(each));

    /// <summary>Returns the schema name of a type, or null if its schema is inline.</summary>
    public string? For(JsonTypeInfo type)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name)
        {
            return null;
        }

        var key = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var preferred = Clean(PrefixOf(type.Type) + name);
        lock (_owners)
        {
            // Prefixes do not prevent all collisions, for example of Envelope<Row[]> with a type EnvelopeOfRowArray.
            var isTaken = _owners.TryGetValue(preferred, out var owner) && owner != key;
            _owners.TryAdd(preferred, key);
            return isTaken ? preferred + HashOf(key) : preferred;
        }
    }

    /// <summary>
    /// Converts a name to a valid component key: ASCII letters, digits, <c>.</c>, <c>-</c> and <c>_</c>. Diacritics are removed, and other
    /// letters are replaced by their code.
    /// </summary>
    private static string Clean(string name)
    {
        // The compiler adds the file name as a prefix to the name of a 'file' type.
        var text = OfFileType().Replace(name, "").Replace("[]", "Array", StringComparison.Ordinal).Normalize(NormalizationForm.FormD);
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
            {
                clean.Append(character);
            }
            else if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                clean.Append(CultureInfo.InvariantCulture, $"_{(int)character:X4}");
            }
        }

        return clean.ToString();
    }

    private string PrefixOf(Type type) => type.HasElementType ? PrefixOf(type.GetElementType()!) :
        _prefixes.GetValueOrDefault(type.IsGenericType ? type.GetGenericTypeDefinition() : type, "")
        + string.Concat(type.IsGenericType ? type.GetGenericArguments().Select(PrefixOf) : []);

    private static string PrefixOf(Type type, RouteGeneration generation)
    {
        var scope = generation.FileOf(type) is { } file
                ? Path.ChangeExtension(file, null)[(file.IndexOf('/', StringComparison.Ordinal) + 1)..]
            : type.Namespace?.StartsWith(CompiledNames.RootNamespace, StringComparison.Ordinal) == true ? "startup"
            : type.Namespace ?? "";
        for (var outer = type.DeclaringType; outer is not null; outer = outer.DeclaringType)
        {
            scope += $"/{outer.Name}";
        }

        var words = string.Concat(scope
            .Split([.. scope.Where(character => !char.IsAsciiLetterOrDigit(character))], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return words.Length > 0 || !_reserved.Contains(type.Name, StringComparer.OrdinalIgnoreCase) ? words : "Shared";
    }

    private static string HashOf(Type type) =>
        XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(type.FullName ?? type.Name)).ToString("x8", CultureInfo.InvariantCulture);

    [GeneratedRegex("<[^<>]*>F[0-9A-Fa-f]+__")]
    private static partial Regex OfFileType();
}

using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Http;

/// <summary>
/// Finds null in the lists and dictionaries of a body whose declaration does not allow it: <c>List&lt;Item&gt;</c> as opposed to
/// <c>List&lt;Item?&gt;</c>. The serializer checks nullability of properties and parameters, but not of elements.
/// </summary>
internal sealed class NullElements
{
    // The tables are weak, so that the options of a stopped application and the types of unloaded code can be collected.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, ConditionalWeakTable<Type, NullElements>> _known = [];

    private readonly ElementNode? _root;
    private readonly bool _isRecursive;
    private readonly int _depth;

    private NullElements(ElementNode? root, bool isRecursive, int depth)
    {
        _root = root;
        _isRecursive = isRecursive;
        _depth = depth;
    }

    /// <summary>Creates the check for the body that a parameter or property declares.</summary>
    /// <param name="declared">The nullability of the declaration; null if it is unknown, and then elements must not be null.</param>
    public static NullElements Create(Type type, NullabilityInfo? declared, JsonSerializerOptions json)
    {
        var nodes = new ElementNodeBuilder(json);
        var root = nodes.Create(type, declared, isRoot: true);
        return new NullElements(root?.NeedsCheck([]) == true ? root : null, nodes.IsRecursive, json.MaxDepth == 0 ? 64 : json.MaxDepth);
    }

    /// <summary>Checks a value of unknown nullability: C# does not keep the annotations of type arguments.</summary>
    /// <exception cref="ApiException">400: an element is null.</exception>
    public static void Check<T>(T? value, JsonSerializerOptions json)
    {
        if (value is not null && CollectionCheck<T>.IsNeeded)
        {
            _known.GetValue(json, static _ => []).GetValue(typeof(T), type => Create(type, declared: null, json)).Check(value);
        }
    }

    /// <exception cref="ApiException">400: an element is null.</exception>
    public void Check(object? value)
    {
        if (_root is not null && value is not null
            && _root.FindNull(value, new ElementSearch(_isRecursive ? NewVisitedSet() : null, _depth)) is { } path)
        {
            throw ApiException.InvalidBody(ProblemTexts.JsonNull($"${path}"));
        }
    }

    /// <summary>
    /// Returns true if the type may contain a collection of reference types. Only the declarations are read, so that functions without such
    /// a body need no check at all.
    /// </summary>
    public static bool MayContainCollection(Type type) => MayContainCollection(type, []);

    private static HashSet<object> NewVisitedSet() => new(ReferenceEqualityComparer.Instance);

    private static bool MayContainCollection(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(object) || !seen.Add(type))
        {
            return false;
        }

        if (type.IsAssignableTo(typeof(IEnumerable)))
        {
            return !type.IsArray || !type.GetElementType()!.IsValueType || MayContainCollection(type.GetElementType()!, seen);
        }

        return type.IsDefined(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false)
            || (type.Namespace is not "System" && type
                .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
                .Any(property => MayContainCollection(property.PropertyType, seen)))
            || type.GetFields(BindingFlags.Public | BindingFlags.Instance).Any(field => MayContainCollection(field.FieldType, seen));
    }

    private static class CollectionCheck<T>
    {
        public static readonly bool IsNeeded = MayContainCollection(typeof(T));
    }
}

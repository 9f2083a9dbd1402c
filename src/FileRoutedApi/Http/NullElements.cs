using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Http;

/// <summary>
/// Finds null in the lists and dictionaries of a body whose declaration allows none, such as <c>List&lt;Item&gt;</c> as opposed to
/// <c>List&lt;Item?&gt;</c>. The serializer checks properties and parameters, but not what collections hold.
/// </summary>
internal sealed class NullElements
{
    // The tables keep nothing alive: neither the options of an application that has stopped nor types of code that was replaced.
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

    /// <summary>Creates a check for the body that a parameter or property declares.</summary>
    /// <param name="declared">What the declaration says about null; null if it is not known, and then elements must not be null.</param>
    public static NullElements Create(Type type, NullabilityInfo? declared, JsonSerializerOptions json)
    {
        var nodes = new ElementNodes(json);
        var root = nodes.Create(type, declared, isRoot: true);
        return new NullElements(root?.NeedsCheck([]) == true ? root : null, nodes.IsRecursive, json.MaxDepth == 0 ? 64 : json.MaxDepth);
    }

    /// <summary>Checks a value whose declaration is not known, because C# keeps no annotations of type arguments.</summary>
    /// <exception cref="ApiException">400: an element is null.</exception>
    public static void Check<T>(T? value, JsonSerializerOptions json)
    {
        if (value is not null && Collections<T>.MayBeIn)
        {
            _known.GetValue(json, static _ => []).GetValue(typeof(T), type => Create(type, declared: null, json)).Check(value);
        }
    }

    /// <exception cref="ApiException">400: an element is null.</exception>
    public void Check(object? value)
    {
        if (_root is not null && value is not null
            && _root.FindNull(value, new ElementSearch(_isRecursive ? new HashSet<object>(ReferenceEqualityComparer.Instance) : null, _depth)) is { } path)
        {
            throw ApiException.InvalidBody(ProblemTexts.JsonNull($"${path}"));
        }
    }

    /// <summary>
    /// Returns true if a type may have a collection of reference types in it. This looks at the declarations only, so that functions
    /// without any such body do not even get a check.
    /// </summary>
    public static bool MayBeIn(Type type) => MayBeIn(type, []);

    private static bool MayBeIn(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(object) || !seen.Add(type))
        {
            return false;
        }

        if (type.IsAssignableTo(typeof(IEnumerable)))
        {
            return !type.IsArray || !type.GetElementType()!.IsValueType || MayBeIn(type.GetElementType()!, seen);
        }

        return type.IsDefined(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false)
            || (type.Namespace is not "System" && type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Any(property => MayBeIn(property.PropertyType, seen)))
            || type.GetFields(BindingFlags.Public | BindingFlags.Instance).Any(field => MayBeIn(field.FieldType, seen));
    }

    private static class Collections<T>
    {
        public static readonly bool MayBeIn = NullElements.MayBeIn(typeof(T));
    }
}

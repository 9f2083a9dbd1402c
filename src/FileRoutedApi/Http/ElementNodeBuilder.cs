using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>Creates the nodes of a type: one for each object type.</summary>
internal sealed class ElementNodeBuilder(JsonSerializerOptions json)
{
    private readonly Dictionary<Type, ObjectNode> _objects = [];

    private readonly HashSet<Type> _open = [];

    // Caches metadata, including that of route files, which could not be unloaded if this were shared.
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>
    /// Gets a value indicating whether an object can contain another of its type, so that a search must track visited objects.
    /// </summary>
    public bool IsRecursive { get; private set; }

    public ElementNode? Create(Type type, NullabilityInfo? declared, bool isRoot = false)
    {
        if (InfoOf(Nullable.GetUnderlyingType(type) ?? type) is not { } info || json.ReferenceHandler is not null)
        {
            return null;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                return CreateObject(info) is var created && created.IsEmpty && !_open.Contains(info.Type) ? null : created;
            case JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary when info.ElementType is { } elementType:
                var element = declared?.ElementType ?? declared?.GenericTypeArguments.LastOrDefault();
                var known = element?.Type == elementType ? element : null;
                var forbidsNull = !elementType.IsValueType
                    && (known is null ? isRoot && declared is null : known.ReadState == NullabilityState.NotNull);
                var node = Create(elementType, known, isRoot: isRoot && declared is null);
                return node is null && !forbidsNull ? null
                    : info.Kind == JsonTypeInfoKind.Enumerable ? new ListNode(node, forbidsNull) : new DictionaryNode(node, forbidsNull);
            default:
                return null;
        }
    }

    private ObjectNode CreateObject(JsonTypeInfo info)
    {
        if (_objects.TryGetValue(info.Type, out var known))
        {
            IsRecursive |= _open.Contains(info.Type);
            return known;
        }

        var node = new ObjectNode();
        _objects.Add(info.Type, node);
        _open.Add(info.Type);
        var properties = info.Properties.Where(property => property is { Get: not null, CustomConverter: null, IsExtensionData: false }
            && (property.Set is not null || property.AssociatedParameter is not null));
        foreach (var property in properties)
        {
            var declared = property.AttributeProvider switch
            {
                PropertyInfo member => _nullability.Create(member),
                FieldInfo member => _nullability.Create(member),
                _ => null,
            };
            if (Create(property.PropertyType, declared) is { } part)
            {
                node.Add(property, part);
            }
        }

        foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.DerivedType != info.Type && InfoOf(derived.DerivedType) is { Kind: JsonTypeInfoKind.Object } derivedInfo)
            {
                node.AddDerived(derived.DerivedType, CreateObject(derivedInfo));
            }
        }

        _open.Remove(info.Type);
        return node;
    }

    // A type that cannot be serialized is reported where it is used, not here.
    private JsonTypeInfo? InfoOf(Type type)
    {
        try
        {
            return json.TryGetTypeInfo(type, out var info) ? info : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}

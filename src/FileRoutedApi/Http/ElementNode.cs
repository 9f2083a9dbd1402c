using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>A type in the graph of a body type, at or above a collection.</summary>
internal abstract class ElementNode
{
    /// <summary>Returns true if this type, or one below it, has elements that must not be null.</summary>
    /// <param name="seen">The nodes already visited; a type can contain itself.</param>
    public bool NeedsCheck(HashSet<ElementNode> seen) => seen.Add(this) && ComputeNeed(seen);

    /// <summary>Returns the path of the first null relative to this value, or null if there is none.</summary>
    public abstract string? FindNull(object value, ElementSearch search);

    protected abstract bool ComputeNeed(HashSet<ElementNode> seen);
}

/// <summary>
/// The state of one search. It ends even if a setter links objects of the body into a cycle, which JSON itself cannot do.
/// </summary>
/// <param name="seen">The objects already visited, for a type that can contain itself; otherwise null.</param>
/// <param name="depth">The remaining depth. The serializer does not read deeper values.</param>
internal readonly struct ElementSearch(HashSet<object>? seen, int depth)
{
    public bool TryEnter(object value) => depth > 0 && (seen is null || value.GetType().IsValueType || seen.Add(value));

    public ElementSearch Deeper() => new(seen, depth - 1);
}

/// <summary>A list or an array.</summary>
internal sealed class ListNode(ElementNode? element, bool forbidsNull) : ElementNode
{
    public override string? FindNull(object value, ElementSearch search)
    {
        if (value is not IEnumerable elements || !search.TryEnter(value))
        {
            return null;
        }

        var index = 0;
        foreach (var item in elements)
        {
            var path = item is null ? (forbidsNull ? "" : null) : element?.FindNull(item, search.Deeper());
            if (path is not null)
            {
                return $"[{index}]{path}";
            }

            index++;
        }

        return null;
    }

    protected override bool ComputeNeed(HashSet<ElementNode> seen) => forbidsNull || element?.NeedsCheck(seen) == true;
}

/// <summary>A dictionary.</summary>
internal sealed class DictionaryNode(ElementNode? element, bool forbidsNull) : ElementNode
{
    public override string? FindNull(object value, ElementSearch search)
    {
        if (value is not IDictionary entries || !search.TryEnter(value))
        {
            return null;
        }

        foreach (DictionaryEntry entry in entries)
        {
            var path = entry.Value is null ? (forbidsNull ? "" : null) : element?.FindNull(entry.Value, search.Deeper());
            if (path is not null)
            {
                return JsonPath.Step(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!) + path;
            }
        }

        return null;
    }

    protected override bool ComputeNeed(HashSet<ElementNode> seen) => forbidsNull || element?.NeedsCheck(seen) == true;
}

/// <summary>An object type and its derived types.</summary>
internal sealed class ObjectNode : ElementNode
{
    private readonly List<(JsonPropertyInfo Property, ElementNode Node)> _properties = [];
    private readonly Dictionary<Type, ElementNode> _derived = [];

    public bool IsEmpty => _properties.Count == 0 && _derived.Count == 0;

    public void Add(JsonPropertyInfo property, ElementNode node) => _properties.Add((property, node));

    public void AddDerived(Type type, ElementNode node) => _derived.TryAdd(type, node);

    public override string? FindNull(object value, ElementSearch search)
    {
        if (_derived.TryGetValue(value.GetType(), out var derived))
        {
            return derived.FindNull(value, search);
        }

        if (!search.TryEnter(value))
        {
            return null;
        }

        foreach (var (property, node) in _properties)
        {
            if (property.Get!(value) is { } part && node.FindNull(part, search.Deeper()) is { } path)
            {
                return JsonPath.Step(property.Name) + path;
            }
        }

        return null;
    }

    protected override bool ComputeNeed(HashSet<ElementNode> seen) =>
        _properties.Any(entry => entry.Node.NeedsCheck(seen)) || _derived.Values.Any(node => node.NeedsCheck(seen));
}

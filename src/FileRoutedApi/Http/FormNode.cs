using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// The fields and files of a form at and below one name: <c>address</c> contains <c>address.city</c> and <c>address[city]</c>,
/// <c>lines</c> contains <c>lines[0].sku</c>. Names are split only if the requested type has members or elements.
/// </summary>
internal sealed class FormNode
{
    private readonly List<Entry> _entries;
    private OrderedDictionary<string, FormNode>? _children;

    private FormNode(List<Entry> entries) => _entries = entries;

    /// <summary>Gets a node without fields and files.</summary>
    public static FormNode Empty { get; } = new([]);

    /// <summary>Gets the texts of the name itself, in the order of the request.</summary>
    public IReadOnlyList<string> Texts => [.. Own().Select(entry => entry.Texts).OfType<QueryValue>().SelectMany(texts => texts)];

    /// <summary>Gets the files of the name itself.</summary>
    public IReadOnlyList<IFormFile> Files => [.. Own().Select(entry => entry.File).OfType<IFormFile>()];

    /// <summary>Gets the nodes below the name, by the next part of the names.</summary>
    public OrderedDictionary<string, FormNode> Children => _children ??= Split();

    /// <summary>Gets the elements of a list in the order of their indexes. Gaps are ignored.</summary>
    public IEnumerable<FormNode> Elements => Children
        .Select(child => (Index: IndexOf(child.Key), Node: child.Value))
        .Where(child => child.Index is not null)
        .OrderBy(child => child.Index)
        .Select(child => child.Node);

    /// <summary>Gets the texts below the name, by the rest of their names, for values without their own type.</summary>
    public IEnumerable<(string Name, QueryValue Texts)> Rest => _entries
        .Where(entry => !entry.IsOwn && entry.Texts is not null)
        .Select(entry => (entry.Rest, entry.Texts!));

    /// <summary>Creates the node of a whole form. Fields without a name are ignored.</summary>
    public static FormNode Of(RequestQuery fields, IReadOnlyList<IFormFile> files) =>
        new([
            .. fields.Where(field => field.Key.Length > 0).Select(field => new Entry(field.Key, 0, field.Value, null)),
            .. files.Where(file => file.Name.Length > 0).Select(file => new Entry(file.Name, 0, null, file)),
        ]);

    /// <summary>Returns the node below a name, which may have several parts; null if there is none.</summary>
    public FormNode? Find(string name)
    {
        if (Children.TryGetValue(name, out var child))
        {
            return child;
        }

        var node = this;
        for (var position = 0; position < name.Length;)
        {
            var (part, next) = NextPart(name, position);
            if (!node.Children.TryGetValue(part, out node))
            {
                return null;
            }

            position = next;
        }

        return node;
    }

    private static int? IndexOf(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static (string Part, int Next) NextPart(string name, int position)
    {
        if (name[position] == '[')
        {
            var close = name.IndexOf(']', position);
            return close < 0 ? (name[position..], name.Length) : (name[(position + 1)..close], close + 1);
        }

        var start = name[position] == '.' ? position + 1 : position;
        var end = name.AsSpan(start).IndexOfAny('.', '[');
        return end < 0 ? (name[start..], name.Length) : (name[start..(start + end)], Math.Max(start + end, position + 1));
    }

    private IEnumerable<Entry> Own() => _entries.Where(entry => entry.IsOwn);

    private OrderedDictionary<string, FormNode> Split()
    {
        var children = new OrderedDictionary<string, FormNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in _entries.Where(entry => !entry.IsOwn))
        {
            var (part, next) = NextPart(entry.Name, entry.Position);
            if (!children.TryGetValue(part, out var child))
            {
                children.Add(part, child = new FormNode([]));
            }

            child._entries.Add(entry with { Position = next });
        }

        return children;
    }

    /// <param name="Position">The start of the part of the name that has not been read.</param>
    private readonly record struct Entry(string Name, int Position, QueryValue? Texts, IFormFile? File)
    {
        /// <summary>Gets a value indicating whether the name ends here. <c>topics[]</c> is equivalent to <c>topics</c>.</summary>
        public bool IsOwn => Position == Name.Length || (Position > 0 && Name.AsSpan(Position) is "[]");

        public string Rest
        {
            get
            {
                var (part, next) = NextPart(Name, Position);
                return next == Name.Length ? part : Name[(Name[Position] == '.' ? Position + 1 : Position)..];
            }
        }
    }
}

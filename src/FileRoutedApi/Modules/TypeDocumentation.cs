using System.Reflection;
using System.Xml.Linq;

namespace FileRoutedApi.Modules;

/// <summary>The documentation comments of types and their properties, as plain text.</summary>
internal sealed class TypeDocumentation
{
    // Most applications run without anybody asking.
    private readonly Lazy<Dictionary<string, XElement>> _members;

    /// <param name="files">What the compiler writes for each assembly: the XML of a documentation file, looked at when it is needed. The first that speaks of a type has the say.</param>
    public TypeDocumentation(IEnumerable<byte[]> files) =>
        _members = new(() => files
            .Where(file => file.Length > 0)
            .SelectMany(file => XDocument.Load(new MemoryStream(file), LoadOptions.PreserveWhitespace).Descendants("member"))
            .GroupBy(member => (string?)member.Attribute("name") ?? "")
            .ToDictionary(group => group.Key, group => group.First()));

    public static TypeDocumentation None { get; } = new([]);

    /// <summary>The summary of a type, or null.</summary>
    public string? Of(Type type) => DocumentationText.Of(MemberOf(type)?.Element("summary"));

    /// <summary>The summary of a property or, for a record's, the text of its parameter; null where there is neither.</summary>
    public string? Of(Type type, MemberInfo property) =>
        DocumentationText.Of(_members.Value.GetValueOrDefault($"P:{IdOf(property.DeclaringType ?? type)}.{property.Name}")?.Element("summary"))
        ?? DocumentationText.Of(MemberOf(type)?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name));

    private XElement? MemberOf(Type type) => _members.Value.GetValueOrDefault("T:" + IdOf(type));

    private static string IdOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.') ?? type.Name;
}

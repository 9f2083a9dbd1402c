using System.Reflection;
using System.Xml.Linq;

namespace FileRoutedApi.Modules;

/// <summary>The documentation comments of types and their properties, as plain text.</summary>
internal sealed class TypeDocumentation
{
    // Parsed on first use, because most applications never need it.
    private readonly Lazy<Dictionary<string, XElement>> _members;

    /// <param name="files">The XML documentation file of each assembly. The first one that contains a type takes precedence.</param>
    public TypeDocumentation(IEnumerable<byte[]> files) =>
        _members = new(() => files
            .Where(file => file.Length > 0)
            .SelectMany(file => XDocument.Load(new MemoryStream(file), LoadOptions.PreserveWhitespace).Descendants("member"))
            .GroupBy(member => (string?)member.Attribute("name") ?? "")
            .ToDictionary(group => group.Key, group => group.First()));

    public static TypeDocumentation None { get; } = new([]);

    /// <summary>Returns the summary of a type, or null.</summary>
    public string? Of(Type type) => DocumentationText.Of(MemberOf(type)?.Element("summary"));

    /// <summary>
    /// Returns the summary of a property, or the text of the record parameter that declares it; null if there is neither.
    /// </summary>
    public string? Of(Type type, MemberInfo property) =>
        DocumentationText.Of(_members.Value.GetValueOrDefault($"P:{IdOf(property.DeclaringType ?? type)}.{property.Name}")?.Element("summary"))
        ?? DocumentationText.Of(MemberOf(type)?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name));

    private XElement? MemberOf(Type type) => _members.Value.GetValueOrDefault("T:" + IdOf(type));

    private static string IdOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.') ?? type.Name;
}

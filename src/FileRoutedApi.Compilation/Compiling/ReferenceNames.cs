using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>The names by which code can refer to the public types and extension members of each reference.</summary>
internal sealed class ReferenceNames
{
    private const string Attribute = "Attribute";
    private const string Extension = "ExtensionAttribute";

    private readonly Dictionary<string, List<int>> _byName = [];
    private readonly Dictionary<string, int> _byNamespace = [];
    private readonly List<int> _always = [];

    public ReferenceNames(IReadOnlyList<PortableExecutableReference> references)
    {
        References = references;
        for (var i = 0; i < references.Count; i++)
        {
            Add(references[i], i);
        }
    }

    public IReadOnlyList<PortableExecutableReference> References { get; }

    /// <summary>
    /// Gets the indexes of the references without public types of their own. They forward types to other assemblies, and code does not
    /// mention them.
    /// </summary>
    public IReadOnlyList<int> Always => _always;

    /// <summary>Returns the indexes of the references with a type, an extension member or a root namespace of this name.</summary>
    public IReadOnlyList<int> WithName(string name) => _byName.GetValueOrDefault(name) ?? [];

    /// <summary>Returns the index of one reference with types in this namespace; null if none has.</summary>
    public int? OneWithNamespace(string name) => _byNamespace.TryGetValue(name, out var index) ? index : null;

    private void Add(PortableExecutableReference reference, int index)
    {
        // Reads the memory that the compiler has mapped.
        var reader = ((AssemblyMetadata)reference.GetMetadata()).GetModules()[0].GetMetadataReader();
        var names = new HashSet<string>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            {
                AddType(reader, type, names);
                _byNamespace.TryAdd(reader.GetString(type.Namespace), index);
            }
        }

        foreach (var name in names)
        {
            if (!_byName.TryGetValue(name, out var references))
            {
                _byName.Add(name, references = []);
            }

            references.Add(index);
        }

        if (names.Count == 0)
        {
            _always.Add(index);
        }
    }

    private static void AddType(MetadataReader reader, TypeDefinition type, HashSet<string> names)
    {
        var name = WithoutArity(reader.GetString(type.Name));
        names.Add(name);
        if (name.EndsWith(Attribute, StringComparison.Ordinal))
        {
            names.Add(name[..^Attribute.Length]);
        }

        // A root namespace hides types that a using directive imports. Nearly every assembly has one of these two.
        if (reader.GetString(type.Namespace).Split('.')[0] is var root and not ("System" or "Microsoft" or ""))
        {
            names.Add(root);
        }

        const TypeAttributes staticClass = TypeAttributes.Abstract | TypeAttributes.Sealed;
        if ((type.Attributes & staticClass) == staticClass && HasExtensions(reader, type))
        {
            names.UnionWith(type.GetMethods().Select(method => WithoutAccessor(reader.GetString(reader.GetMethodDefinition(method).Name))));
        }
    }

    // The compiler marks the class, in addition to its methods.
    private static bool HasExtensions(MetadataReader reader, TypeDefinition type) => type.GetCustomAttributes()
        .Select(attribute => reader.GetCustomAttribute(attribute).Constructor)
        .Any(constructor => constructor.Kind switch
        {
            HandleKind.MemberReference => NameOf(reader, reader.GetMemberReference((MemberReferenceHandle)constructor).Parent) == Extension,
            HandleKind.MethodDefinition =>
                NameOf(reader, reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()) == Extension,
            _ => false,
        });

    private static string? NameOf(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name),
        HandleKind.TypeDefinition => reader.GetString(reader.GetTypeDefinition((TypeDefinitionHandle)type).Name),
        _ => null,
    };

    private static string WithoutArity(string name) => name.IndexOf('`') is > 0 and var tick ? name[..tick] : name;

    private static string WithoutAccessor(string name) =>
        name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name[4..] : name;
}

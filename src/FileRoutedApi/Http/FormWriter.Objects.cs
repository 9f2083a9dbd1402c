using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <content>Types with members.</content>
internal sealed partial class FormWriter
{
    private void WriteObject(JsonTypeInfo info, FormNode node)
    {
        _writer.WriteStartObject();
        var type = WriteDiscriminator(info, node);
        foreach (var property in type.Properties.Where(FormReader.IsRead))
        {
            WriteMember(property, node.Find(property.Name));
        }

        if ((type.UnmappedMemberHandling ?? _options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
            || type.Properties.Any(property => property.IsExtensionData))
        {
            WriteOthers(type, node);
        }

        _writer.WriteEndObject();
    }

    /// <summary>Writes which of several types it is, first, as JSON needs it.</summary>
    /// <returns>The type that the form names, or <paramref name="info"/>.</returns>
    private JsonTypeInfo WriteDiscriminator(JsonTypeInfo info, FormNode node)
    {
        if (info.PolymorphismOptions is not { } polymorphism
            || node.Find(polymorphism.TypeDiscriminatorPropertyName) is not { Texts: [var text] })
        {
            return info;
        }

        var derived = polymorphism.DerivedTypes.FirstOrDefault(type => $"{type.TypeDiscriminator}" == text);
        if (derived.TypeDiscriminator is int number)
        {
            _writer.WriteNumber(polymorphism.TypeDiscriminatorPropertyName, number);
        }
        else
        {
            _writer.WriteString(polymorphism.TypeDiscriminatorPropertyName, text);
        }

        return derived.DerivedType is { } found ? _options.GetTypeInfo(found) : info;
    }

    private void WriteMember(JsonPropertyInfo property, FormNode? node)
    {
        var type = property.PropertyType;
        if (type == typeof(IFormFileCollection))
        {
            _writer.WritePropertyName(property.Name);
            WriteFiles(_allFiles);
        }
        else if (node is null)
        {
            WriteMissing(property);
        }
        else if (node.Children.Count > 0 || !IsEmpty(node) || TakesEmptyText(type) || IsList(type, _options))
        {
            _writer.WritePropertyName(property.Name);
            WriteMember(property, type, node);
        }
        else if (property.AssociatedParameter is not { HasDefaultValue: true })
        {
            // A value that cannot be null gets the empty text, and JSON refuses that with the path.
            _writer.WritePropertyName(property.Name);
            WriteTextOrNull(FormReader.CanBeNull(type) ? null : "");
        }
    }

    private void WriteMember(JsonPropertyInfo property, Type type, FormNode node)
    {
        if (property.CustomConverter is not null)
        {
            WriteUntyped(node);
        }
        else
        {
            Write(type, node);
        }
    }

    /// <summary>Writes what a form cannot send: browsers send nothing for a box that is not ticked.</summary>
    private void WriteMissing(JsonPropertyInfo property)
    {
        var parameter = property.AssociatedParameter;
        if (property.CustomConverter is not null || !(property.IsRequired || parameter is { HasDefaultValue: false }))
        {
            return;
        }

        var type = property.PropertyType;
        var isNullable = parameter is null ? property.IsSetNullable : parameter.IsNullable;
        if (type == typeof(bool))
        {
            _writer.WriteString(property.Name, bool.FalseString);
        }
        else if (FormReader.CanBeNull(type) && isNullable && parameter is { HasDefaultValue: false })
        {
            _writer.WriteNull(property.Name);
        }
        else if (IsList(type, _options))
        {
            _writer.WriteStartArray(property.Name);
            _writer.WriteEndArray();
        }
    }

    /// <summary>Writes the fields that are no members, where the type takes or refuses them.</summary>
    private void WriteOthers(JsonTypeInfo type, FormNode node)
    {
        var discriminator = type.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        foreach (var (name, child) in node.Children.Where(child => child.Key != discriminator
            && !type.Properties.Any(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))))
        {
            _writer.WritePropertyName(name);
            WriteUntyped(child);
        }
    }
}

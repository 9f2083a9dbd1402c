using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <content>Objects.</content>
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
            WriteUnmapped(type, node);
        }

        _writer.WriteEndObject();
    }

    /// <summary>Writes the type discriminator, which JSON needs as the first property.</summary>
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
            // A type that is not nullable gets the empty text, which the deserializer rejects with the path.
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

    /// <summary>
    /// Writes the value of a missing field. Browsers do not send a checkbox that is not checked, or a list without selection.
    /// </summary>
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

    /// <summary>Writes the fields that are not members, if the type collects or rejects them.</summary>
    private void WriteUnmapped(JsonTypeInfo type, FormNode node)
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

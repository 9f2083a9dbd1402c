using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Reads a form into a type. Every way in which a function can take a form uses it.</summary>
internal static class FormReader
{
    /// <summary>Reads the fields and files at a node into a type.</summary>
    /// <param name="json">The application's JSON options.</param>
    /// <param name="allFiles">The files of the whole form.</param>
    /// <exception cref="ApiException">400: the form is not valid for the type. The detail contains the JSON path.</exception>
    public static object? Read(Type type, FormNode node, JsonSerializerOptions json, IReadOnlyList<IFormFile> allFiles)
    {
        var options = FormJson.OptionsFor(json);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        var files = FormWriter.Write(writer, type, node, options, allFiles);
        try
        {
            return FormFiles.Deserialize(buffer.WrittenSpan, options.GetTypeInfo(type), files);
        }
        catch (JsonException exception)
        {
            throw BindingProblem.OfJson(exception);
        }
    }

    /// <summary>Returns true if the form has a field or file for a member of the type.</summary>
    public static bool HasMember(Type type, FormNode node, JsonSerializerOptions json) => FormJson.OptionsFor(json)
        .GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type).Properties.Any(property => node.Find(property.Name) is not null);

    /// <summary>Returns the kind that the type is read as: an object, a list, a dictionary or a single value.</summary>
    public static JsonTypeInfoKind KindOf(Type type, JsonSerializerOptions options) =>
        options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type).Kind;

    /// <summary>Returns true if a member can be set from a field of its name, by the constructor or by a setter.</summary>
    public static bool IsRead(JsonPropertyInfo property) =>
        !property.IsExtensionData && (property.Set is not null || property.AssociatedParameter is not null);

    public static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
}

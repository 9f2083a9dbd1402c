using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>
/// Writes a form as JSON in the shape that the type needs. A single text becomes a list if the type is a list, an empty text of an
/// optional member becomes null, and a checkbox that is not checked becomes false.
/// </summary>
internal sealed partial class FormWriter
{
    private const int DefaultMaxDepth = 64;

    private readonly Utf8JsonWriter _writer;
    private readonly JsonSerializerOptions _options;
    private readonly IReadOnlyList<IFormFile> _allFiles;
    private readonly List<IFormFile> _files = [];

    private FormWriter(Utf8JsonWriter writer, JsonSerializerOptions options, IReadOnlyList<IFormFile> allFiles)
    {
        _writer = writer;
        _options = options;
        _allFiles = allFiles;
    }

    /// <summary>Writes the fields and files at a node.</summary>
    /// <param name="options">The options of <see cref="FormJson"/>.</param>
    /// <param name="allFiles">The files of the whole form, for an <see cref="IFormFileCollection"/>.</param>
    /// <returns>The files to which the numbers in the JSON refer.</returns>
    public static IReadOnlyList<IFormFile> Write(
        Utf8JsonWriter writer, Type type, FormNode node, JsonSerializerOptions options, IReadOnlyList<IFormFile> allFiles)
    {
        var form = new FormWriter(writer, options, allFiles);
        if (node.Children.Count == 0 && IsEmpty(node) && FormReader.CanBeNull(type) && !TakesEmptyText(type) && !IsList(type, options))
        {
            writer.WriteNullValue();
        }
        else
        {
            form.Write(type, node);
        }

        writer.Flush();
        return form._files;
    }

    private static bool IsList(Type type, JsonSerializerOptions options) => FormReader.KindOf(type, options) == JsonTypeInfoKind.Enumerable;

    private static bool TakesEmptyText(Type type) => type == typeof(string) || IsUntyped(type);

    private static bool IsUntyped(Type type) =>
        type == typeof(object) || type == typeof(JsonElement) || type == typeof(JsonElement?) || type == typeof(JsonDocument)
        || type.IsAssignableTo(typeof(JsonNode));

    /// <summary>Returns true if the form contains the input but it was left empty.</summary>
    private static bool IsEmpty(FormNode node) =>
        node.Texts is { Count: > 0 } texts && texts.All(text => text.Length == 0) && node.Files.Count == 0;

    private void Write(Type type, FormNode node)
    {
        if (_writer.CurrentDepth >= (_options.MaxDepth == 0 ? DefaultMaxDepth : _options.MaxDepth))
        {
            throw ApiException.InvalidBody(ProblemTexts.FormNesting);
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = _options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when node.Children.Count > 0 || node.Texts.Count == 0:
                WriteObject(info, node);
                break;
            case JsonTypeInfoKind.Enumerable when HasElements(node):
                WriteList(info.ElementType!, node);
                break;
            case JsonTypeInfoKind.Dictionary:
                WriteDictionary(info.ElementType!, node);
                break;
            default:
                WriteValue(info, node);
                break;
        }
    }

    private static bool HasElements(FormNode node) =>
        node.Texts.Count > 0 || node.Files.Count > 0 || node.Children.Count == 0 || node.Elements.Any();

    private void WriteList(Type element, FormNode node)
    {
        _writer.WriteStartArray();
        foreach (var file in node.Files)
        {
            WriteFile(file);
        }

        foreach (var text in node.Texts)
        {
            if (text.Length > 0 || TakesEmptyText(element))
            {
                _writer.WriteStringValue(text);
            }
            else if (Nullable.GetUnderlyingType(element) is not null)
            {
                _writer.WriteNullValue();
            }
        }

        foreach (var child in node.Elements)
        {
            if (child.Children.Count == 0 && IsEmpty(child) && !TakesEmptyText(element) && FormReader.CanBeNull(element))
            {
                _writer.WriteNullValue();
            }
            else
            {
                Write(element, child);
            }
        }

        _writer.WriteEndArray();
    }

    private void WriteDictionary(Type element, FormNode node)
    {
        _writer.WriteStartObject();
        if (FormReader.KindOf(element, _options) == JsonTypeInfoKind.None)
        {
            foreach (var (name, texts) in node.Rest)
            {
                _writer.WritePropertyName(name);
                WriteTexts(element, texts.ToArray());
            }
        }
        else
        {
            foreach (var (name, child) in node.Children)
            {
                _writer.WritePropertyName(name);
                Write(element, child);
            }
        }

        _writer.WriteEndObject();
    }

    private void WriteValue(JsonTypeInfo info, FormNode node)
    {
        if (info.Type == typeof(IFormFileCollection))
        {
            WriteFiles(_allFiles);
        }
        else if (node.Files is [var file, ..] && (node.Texts.Count == 0 || info.Type == typeof(IFormFile) || info.Type == typeof(byte[])))
        {
            WriteFile(file);
        }
        else if (node.Texts is { Count: > 0 } texts && !IsUntyped(info.Type) && FormJson.IsBuiltIn(info.Converter))
        {
            WriteTexts(info.Type, texts);
        }
        else
        {
            WriteUntyped(node);
        }
    }

    /// <summary>
    /// Writes the texts of one value. As in a query, several texts are joined with commas, which is the notation of flags.
    /// </summary>
    private void WriteTexts(Type type, IReadOnlyList<string> texts)
    {
        if (IsUntyped(type) && texts.Count != 1)
        {
            _writer.WriteStartArray();
            foreach (var text in texts)
            {
                _writer.WriteStringValue(text);
            }

            _writer.WriteEndArray();
            return;
        }

        var joined = string.Join(',', texts);
        var isBoolean = (Nullable.GetUnderlyingType(type) ?? type) == typeof(bool);
        WriteTextOrNull(
            joined.Length == 0 && FormReader.CanBeNull(type) && !TakesEmptyText(type) ? null
            : isBoolean ? TextRules.JoinBooleans(texts) ?? joined
            : joined);
    }

    /// <summary>Writes the texts without a shape, for untyped values and for converters of the application.</summary>
    private void WriteUntyped(FormNode node)
    {
        if (node.Children.Count == 0 && node.Texts is { Count: > 0 } own)
        {
            WriteTexts(typeof(object), own);
            return;
        }

        _writer.WriteStartObject();
        foreach (var (name, texts) in node.Rest)
        {
            _writer.WritePropertyName(name);
            WriteTexts(typeof(object), texts.ToArray());
        }

        _writer.WriteEndObject();
    }

    private void WriteTextOrNull(string? text)
    {
        if (text is null)
        {
            _writer.WriteNullValue();
        }
        else
        {
            _writer.WriteStringValue(text);
        }
    }

    private void WriteFiles(IReadOnlyList<IFormFile> files)
    {
        _writer.WriteStartArray();
        foreach (var file in files)
        {
            WriteFile(file);
        }

        _writer.WriteEndArray();
    }

    private void WriteFile(IFormFile file)
    {
        _writer.WriteNumberValue(_files.Count);
        _files.Add(file);
    }
}

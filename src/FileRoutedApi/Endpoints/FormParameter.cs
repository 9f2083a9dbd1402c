using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// A parameter with <c>[FromForm]</c>. A complex type takes the whole form, or the fields with the prefix that the attribute names. A
/// simple value, a list or a file takes the field of its name.
/// </summary>
internal sealed class FormParameter(ParameterInfo parameter)
{
    private readonly string? _explicitName = parameter.GetCustomAttributes(inherit: true).OfType<IFromFormMetadata>().First().Name;
    private readonly bool _isText = ParameterText.IsSimple(parameter.ParameterType);
    private JsonTypeInfoKind? _kind;

    /// <summary>Gets the declared parameter.</summary>
    public ParameterInfo Declared => parameter;

    public Type Type => parameter.ParameterType;

    /// <summary>Gets whether a form may omit it.</summary>
    public bool IsOptional { get; } = FunctionSignature.IsOptional(parameter);

    private string Name => string.IsNullOrEmpty(_explicitName) ? parameter.Name! : _explicitName;

    /// <exception cref="ApiException">400 if the value is missing or not valid.</exception>
    public object? Read(FormNode root, IReadOnlyList<IFormFile> files, JsonSerializerOptions json) => KindOf(json) switch
    {
        JsonTypeInfoKind.Object => ReadMembers((_explicitName is { Length: > 0 } name ? root.Find(name) : null) ?? root, files, json),
        JsonTypeInfoKind.Dictionary => ReadMembers(root.Find(Name) ?? root, files, json),
        _ => ReadField(root.Find(Name), files, json),
    };

    // Computed by the first request, because it would slow down every start.
    private JsonTypeInfoKind KindOf(JsonSerializerOptions json) => _kind ??= FormReader.KindOf(Type, FormJson.OptionsFor(json));

    private object? ReadMembers(FormNode node, IReadOnlyList<IFormFile> files, JsonSerializerOptions json) =>
        IsOptional && !(_kind == JsonTypeInfoKind.Object ? FormReader.HasMember(Type, node, json) : node.Children.Count > 0)
            ? Missing
            : FormReader.Read(Type, node, json, files);

    private object? ReadField(FormNode? node, IReadOnlyList<IFormFile> files, JsonSerializerOptions json)
    {
        // The empty text of an optional parameter counts as missing, like in a query.
        var isValue = Type != typeof(string) && _kind != JsonTypeInfoKind.Enumerable;
        if (node is null || (IsOptional && isValue && node is { Texts: [""], Files: [] }))
        {
            return IsOptional ? Missing
                : _kind == JsonTypeInfoKind.Enumerable ? FormReader.Read(Type, FormNode.Empty, json, files)
                : throw BindingProblem.OfMissing(Name, "form");
        }

        try
        {
            return FormReader.Read(Type, node, json, files);
        }
        catch (ApiException exception) when (_isText)
        {
            throw BindingProblem.OfValue(string.Join(',', node.Texts), Name, ParameterText.NameOf(Type), exception);
        }
    }

    private object? Missing => parameter.HasDefaultValue && parameter.DefaultValue is { } value
        ? (Nullable.GetUnderlyingType(Type) ?? Type) is { IsEnum: true } type ? Enum.ToObject(type, value) : value
        : null;
}

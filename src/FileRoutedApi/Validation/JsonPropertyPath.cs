using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Validation;

/// <summary>
/// Converts a property path of FluentValidation, such as <c>Items[0].UnitPrice</c>, to JSON names: <c>items[0].unitPrice</c>.
/// </summary>
internal static class JsonPropertyPath
{
    /// <param name="path">The path in C# names.</param>
    /// <param name="type">The type that the path starts from.</param>
    /// <param name="json">The options with the naming policy.</param>
    public static string Of(string path, Type type, JsonSerializerOptions json)
    {
        var written = new StringBuilder();
        Type? current = type;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            var property = PropertyOf(current, name, json);
            if (property is null && bracket >= 0 && written.Length == 0 && ElementOf(current) is { } element)
            {
                // RuleForEach on the validated list itself: the name is that of the lambda parameter, which JSON does not have.
                current = element;
                written.Append(part[bracket..]);
                continue;
            }

            current = property?.PropertyType;
            if (bracket >= 0)
            {
                current = ElementOf(current);
            }

            written.Append(written.Length == 0 ? "" : ".")
                .Append(property?.Name ?? json.PropertyNamingPolicy?.ConvertName(name) ?? name)
                .Append(bracket < 0 ? "" : part[bracket..]);
        }

        return written.ToString();
    }

    private static JsonPropertyInfo? PropertyOf(Type? type, string name, JsonSerializerOptions json)
    {
        try
        {
            return type is null || !json.TryGetTypeInfo(Nullable.GetUnderlyingType(type) ?? type, out var info)
                ? null
                : info.Properties.FirstOrDefault(property => (property.AttributeProvider as MemberInfo)?.Name == name);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            // The type is bound from a form and is not supported by System.Text.Json.
            return null;
        }
    }

    private static Type? ElementOf(Type? type) => type switch
    {
        null => null,
        { IsArray: true } => type.GetElementType(),
        _ => type.GetInterfaces().Append(type)
            .FirstOrDefault(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
            .GetGenericArguments()[0],
    };
}

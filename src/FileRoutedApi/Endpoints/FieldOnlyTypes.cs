using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Finds types that would be serialized as an empty object, because the serializer ignores fields. Tuples have only fields.
/// </summary>
internal static class FieldOnlyTypes
{
    /// <summary>Returns the first such type in the declared responses of a function, or null.</summary>
    public static Type? Find(FunctionSignature signature, JsonSerializerOptions json)
    {
        if (json.IncludeFields)
        {
            return null;
        }

        var seen = new HashSet<Type>();
        return signature.Parameters.Select(parameter => parameter.Type)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiResponse<>))
            .Select(type => type.GetGenericArguments()[0])
            .Prepend(signature.Function.ReturnType)
            .Select(type => Find(type, json, seen))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>Returns the C# name of a type.</summary>
    public static string NameOf(Type type) =>
        IsTuple(type) ? $"({string.Join(", ", type.GetGenericArguments().Select(NameOf))})" : type.Name;

    private static Type? Find(Type type, JsonSerializerOptions json, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(object) || type == typeof(void)
            || !seen.Add(type) || HasConverter(type, json))
        {
            return null;
        }

        if (IsFieldOnly(type))
        {
            return type;
        }

        // The types inside: elements, keys and values, the result of a task or an IResult, or the properties.
        var isPlatform = type.Namespace is { } space
            && (space == "System"
                || space.StartsWith("System.", StringComparison.Ordinal)
                || space.StartsWith("Microsoft.", StringComparison.Ordinal));
        var parts = type.IsArray ? [type.GetElementType()!]
            : isPlatform || type.IsAssignableTo(typeof(IEnumerable)) || type.IsAssignableTo(typeof(IResult)) ? type.GetGenericArguments()
            : type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSent).Select(property => property.PropertyType);
        return parts.Select(part => Find(part, json, seen)).FirstOrDefault(found => found is not null);
    }

    private static bool IsTuple(Type type) => type is { IsValueType: true, IsGenericType: true } && type.IsAssignableTo(typeof(ITuple));

    private static bool IsFieldOnly(Type type) => IsTuple(type)
        || (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
            && !type.IsInterface
            && !type.IsAssignableTo(typeof(IEnumerable))
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Length == 0
            && type.GetFields(BindingFlags.Public | BindingFlags.Instance) is { Length: > 0 } fields
            && fields.All(field => !field.IsDefined(typeof(JsonIncludeAttribute))));

    private static bool IsSent(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
        && !property.IsDefined(typeof(JsonConverterAttribute)) && !property.IsDefined(typeof(JsonIgnoreAttribute));

    private static bool HasConverter(Type type, JsonSerializerOptions json) =>
        type.IsDefined(typeof(JsonConverterAttribute)) || json.Converters.Any(converter => converter.CanConvert(type));
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>
/// Decides which values a type requires in JSON: those of constructor parameters and properties that are not nullable and would be null
/// without one, and the type discriminator of an abstract type.
/// </summary>
/// <param name="application">The application's options. Their own settings for nullability take precedence.</param>
internal sealed class RequiredValues(JsonSerializerOptions application)
{
    public void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        if (type is { PolymorphismOptions: not null, CreateObject: null, Type.IsAbstract: true })
        {
            // Otherwise the serializer throws a NotSupportedException, as if the type were wrong and not the JSON.
            type.CreateObject = static () => throw new MissingDiscriminatorException();
        }

        var withoutJson = new Lazy<object?>(() => Create(type));
        foreach (var property in type.Properties)
        {
            Apply(property, withoutJson);
        }
    }

    private void Apply(JsonPropertyInfo property, Lazy<object?> withoutJson)
    {
        if (!application.RespectNullableAnnotations && !property.IsGetNullable && CanBeNull(property.PropertyType))
        {
            // Nullability is checked for input only. A response may contain null.
            property.IsGetNullable = true;
        }

        if (property.AssociatedParameter is { IsMemberInitializer: false } parameter)
        {
            // A missing nullable parameter is null even without a default value, as a missing property is.
            property.IsRequired &= !parameter.IsNullable || application.RespectRequiredConstructorParameters || IsMarkedRequired(property);
        }
        else if (property is { IsRequired: false, IsSetNullable: false, IsExtensionData: false, Set: not null, Get: not null }
            && CanBeNull(property.PropertyType))
        {
            property.IsRequired = withoutJson.Value is { } value && IsNull(property, value);
        }
    }

    private static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool IsMarkedRequired(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(JsonRequiredAttribute), inherit: true) == true
        || property.AttributeProvider?.IsDefined(typeof(RequiredMemberAttribute), inherit: true) == true;

    // Only an object shows whether a property has an initializer, and so needs no value. Exceptions are ignored here: a constructor or
    // getter that throws also throws during a request, where the exception is handled.
    private static object? Create(JsonTypeInfo type)
    {
        try
        {
            return type.Type.IsAbstract ? null : type.CreateObject?.Invoke();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static bool IsNull(JsonPropertyInfo property, object value)
    {
        try
        {
            return property.Get!(value) is null;
        }
        catch (Exception)
        {
            return false;
        }
    }
}

/// <summary>The JSON has no type discriminator.</summary>
internal sealed class MissingDiscriminatorException : JsonException;

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FileRoutedApi.Http;

/// <summary>
/// Decides what a type requires of JSON: a value for each constructor parameter and property that is not nullable and would
/// be null without one, and a discriminator where the type itself cannot be created.
/// </summary>
/// <param name="application">The application's options. What they say themselves about nullability stays.</param>
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
            // The serializer throws NotSupportedException otherwise, as if the type were at fault and not the JSON.
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
            // Sending what the application has is not the client's input.
            property.IsGetNullable = true;
        }

        if (property.AssociatedParameter is { IsMemberInitializer: false } parameter)
        {
            // A nullable parameter without a default is null if it is missing, as the property of a class is.
            property.IsRequired &= !parameter.IsNullable || application.RespectRequiredConstructorParameters || IsMarkedRequired(property);
        }
        else if (property is { IsRequired: false, IsSetNullable: false, IsExtensionData: false, Set: not null, Get: not null } && CanBeNull(property.PropertyType))
        {
            property.IsRequired = withoutJson.Value is { } value && IsNull(property, value);
        }
    }

    private static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool IsMarkedRequired(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(JsonRequiredAttribute), inherit: true) == true
        || property.AttributeProvider?.IsDefined(typeof(RequiredMemberAttribute), inherit: true) == true;

    // A property with an initializer has a value even if the JSON has none. Only an object shows it. A constructor or a
    // getter that throws here throws for a request as well, where the exception has a place to go.
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

/// <summary>The JSON does not say which of several types it is.</summary>
internal sealed class MissingDiscriminatorException : JsonException;

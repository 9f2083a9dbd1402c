using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.Host.OpenApi;

/// <summary>
/// Hides <see cref="RequiredAttribute"/> on properties that JSON never sets, such as those with <c>[JsonIgnore]</c>. Otherwise the schema
/// generator of ASP.NET Core marks them as required and throws, so that there is no document at all.
/// </summary>
internal static class RequiredProperties
{
    public static void Correct(JsonOptions options)
    {
        var json = options.SerializerOptions;
        if (!json.IsReadOnly)
        {
            json.TypeInfoResolver = json.TypeInfoResolver?.WithAddedModifier(Correct);
        }
    }

    private static void Correct(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property is { Set: null, AssociatedParameter: null, AttributeProvider: { } attributes }
                && attributes.IsDefined(typeof(RequiredAttribute), inherit: true))
            {
                property.AttributeProvider = new WithoutRequired(attributes);
            }
        }
    }

    private sealed class WithoutRequired(ICustomAttributeProvider attributes) : ICustomAttributeProvider
    {
        public object[] GetCustomAttributes(bool inherit) =>
            [.. attributes.GetCustomAttributes(inherit).Where(attribute => attribute is not RequiredAttribute)];

        public object[] GetCustomAttributes(Type attributeType, bool inherit) =>
            [.. attributes.GetCustomAttributes(attributeType, inherit).Where(attribute => attribute is not RequiredAttribute)];

        public bool IsDefined(Type attributeType, bool inherit) => GetCustomAttributes(attributeType, inherit).Length > 0;
    }
}

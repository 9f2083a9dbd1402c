using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Finds types that no body can be deserialized to. Without this check, every request would fail with 400 or 500.
/// </summary>
internal sealed class UnreadableTypes
{
    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];

    private UnreadableTypes(JsonSerializerOptions options) => _options = options;

    /// <summary>Returns the mistake in a form or typed request of a function and its fix, or null.</summary>
    public static string? Find(FunctionSignature signature, JsonSerializerOptions json)
    {
        // A form can be bound to every type that JSON can be deserialized to, and to files.
        var forms = new UnreadableTypes(FormJson.OptionsFor(json));
        return FormBinding.ParametersOf(signature.Function).Select(parameter => (parameter.Name!, parameter.ParameterType))
            .Concat(signature.TypedRequest?.GenericTypeArguments.Select(body => ($"ApiRequest<{ParameterText.NameOf(body)}>", body)) ?? [])
            .Select(target => forms.Find(target.Item2, target.Item1))
            .FirstOrDefault(mistake => mistake is not null);
    }

    /// <summary>Returns the mistake in the type of a body that ASP.NET Core binds from JSON, or null.</summary>
    public static string? Find(Type body, JsonSerializerOptions json)
    {
        var types = new UnreadableTypes(json);

        // A file is allowed as a member: JSON without it is valid, and JSON with it is a 400 (see FilesInJson).
        types._seen.UnionWith([typeof(IFormFile), typeof(IFormFileCollection)]);
        return types.Find(body, ParameterText.NameOf(body));
    }

    private string? Find(Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!_seen.Add(type))
        {
            return null;
        }

        if (InfoOf(type, _options, out var info) is { } mistake)
        {
            return SignatureTexts.RefusedType(path, mistake);
        }

        if (WhyNot(info!) is { } why)
        {
            return SignatureTexts.UnreadableType(path, ParameterText.NameOf(type), why);
        }

        return info!.Kind switch
        {
            JsonTypeInfoKind.Object => FindMember(info, path),
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => Find(info.ElementType!, path),
            _ => null,
        };
    }

    private string? FindMember(JsonTypeInfo info, string path)
    {
        var derived = info.PolymorphismOptions?.DerivedTypes.Select(type => Find(type.DerivedType, path)) ?? [];
        var members = info.Properties
            .Where(property => property.CustomConverter is null && FormReader.IsRead(property))
            .Select(property => Find(property.PropertyType, $"{path}.{(property.AttributeProvider as MemberInfo)?.Name ?? property.Name}"));
        return derived.Concat(members).FirstOrDefault(mistake => mistake is not null);
    }

    /// <summary>Gets the JSON contract of a type. System.Text.Json rejects some types here, with a message that names the member.</summary>
    private static string? InfoOf(Type type, JsonSerializerOptions options, out JsonTypeInfo? info)
    {
        try
        {
            info = options.GetTypeInfo(type);
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            info = null;
            return CompiledNames.Shorten(exception.Message).ReplaceLineEndings(" ");
        }
    }

    private static string? WhyNot(JsonTypeInfo info)
    {
        var type = info.Type;
        if (info.Kind == JsonTypeInfoKind.None)
        {
            var isRefused = info.Converter.GetType().Name.StartsWith("UnsupportedTypeConverter", StringComparison.Ordinal);
            return isRefused ? SignatureTexts.UnsupportedType() : null;
        }

        if (info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary)
        {
            return CanBeCreated(info) ? null : SignatureTexts.CollectionNotCreated();
        }

        var hasDerived = info.PolymorphismOptions is { DerivedTypes.Count: > 0 };
        if (info.CreateObject is null && info.ConstructorAttributeProvider is null && !hasDerived)
        {
            return type.IsInterface ? SignatureTexts.IsInterface()
                : type.IsAbstract ? SignatureTexts.IsAbstract()
                : SignatureTexts.NoConstructor();
        }

        return !hasDerived && IsReadOnly(info) ? SignatureTexts.ReadOnlyMembers()
            : UnboundParameterOf(info) is { } name ? SignatureTexts.UnknownConstructorParameter(name)
            : null;
    }

    /// <summary>Returns a constructor parameter that matches no member. System.Text.Json would reject it at each request.</summary>
    private static string? UnboundParameterOf(JsonTypeInfo info)
    {
        var bound = info.Properties.Select(property => property.AssociatedParameter?.Position).ToHashSet();
        return info.CreateObject is null && info.ConstructorAttributeProvider is ConstructorInfo constructor
            ? constructor.GetParameters().FirstOrDefault(parameter => !bound.Contains(parameter.Position))?.Name
            : null;
    }

    /// <summary>Returns true if a type has members and none of them can be set.</summary>
    private static bool IsReadOnly(JsonTypeInfo info) =>
        info.Properties.Count > 0 && !info.Properties.Any(property => property.IsExtensionData || FormReader.IsRead(property));

    private static bool CanBeCreated(JsonTypeInfo info)
    {
        try
        {
            return JsonSerializer.Deserialize(info.Kind == JsonTypeInfoKind.Enumerable ? "[]"u8 : "{}"u8, info) is not null;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}

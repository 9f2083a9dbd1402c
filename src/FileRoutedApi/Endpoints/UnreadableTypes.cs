using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Finds types that no body can ever be read into. Without it each request would be a 400 or a 500 for what the signature says.
/// </summary>
internal sealed class UnreadableTypes
{
    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];

    private UnreadableTypes(JsonSerializerOptions options) => _options = options;

    /// <summary>Returns what is wrong and what to do, or null.</summary>
    public static string? Find(FunctionSignature signature, JsonSerializerOptions json)
    {
        // A form can be read into everything that JSON can, and into files.
        var forms = new UnreadableTypes(FormJson.OptionsFor(json));
        return FormBinding.ParametersOf(signature.Function).Select(parameter => (parameter.Name!, parameter.ParameterType))
            .Concat(signature.TypedRequest?.GenericTypeArguments.Select(body => ($"ApiRequest<{ParameterText.NameOf(body)}>", body)) ?? [])
            .Select(target => forms.Find(target.Item2, target.Item1))
            .FirstOrDefault(mistake => mistake is not null);
    }

    /// <summary>Returns what is wrong with the type of a body that ASP.NET Core binds from JSON, or null.</summary>
    public static string? Find(Type body, JsonSerializerOptions json)
    {
        var types = new UnreadableTypes(json);

        // JSON without the file is read, JSON with one is a 400: see FilesInJson.
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

    /// <summary>System.Text.Json refuses some types as soon as it looks at them, in words of its own that name the member.</summary>
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
            return IsMade(info) ? null : SignatureTexts.CollectionNotCreated();
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

    /// <summary>Returns a parameter of the constructor that is no member, which System.Text.Json refuses at each request.</summary>
    private static string? UnboundParameterOf(JsonTypeInfo info)
    {
        var bound = info.Properties.Select(property => property.AssociatedParameter?.Position).ToHashSet();
        return info.CreateObject is null && info.ConstructorAttributeProvider is ConstructorInfo constructor
            ? constructor.GetParameters().FirstOrDefault(parameter => !bound.Contains(parameter.Position))?.Name
            : null;
    }

    /// <summary>Returns whether a type has members, and none of them can be set.</summary>
    private static bool IsReadOnly(JsonTypeInfo info) =>
        info.Properties.Count > 0 && !info.Properties.Any(property => property.IsExtensionData || FormReader.IsRead(property));

    private static bool IsMade(JsonTypeInfo info)
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

using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FileRoutedApi.Validation;

/// <summary>Caches the validation rules of types: DataAnnotations attributes and <see cref="IValidatableObject"/>.</summary>
/// <remarks>
/// Each endpoint has its own instance. <c>Validator</c> of DataAnnotations is not used, because its static cache holds every validated type
/// and would prevent the assemblies of replaced route files from being unloaded.
/// </remarks>
internal sealed class AnnotatedTypes(JsonSerializerOptions json)
{
    private readonly ConcurrentDictionary<Type, AnnotatedType> _types = new();

    /// <summary>Gets the rules of a type.</summary>
    public AnnotatedType Of(Type type) => _types.GetOrAdd(type, Read);

    /// <summary>Converts a path of members to JSON names.</summary>
    public string JsonPathOf(string path, Type type) => JsonPropertyPath.Of(path, type, json);

    /// <summary>Returns true if a value of this type, or a value inside it, may have a rule.</summary>
    public static bool HasRules(Type declared)
    {
        var seen = new HashSet<Type>();
        var open = new Stack<Type>([declared]);
        while (open.TryPop(out var next))
        {
            var type = Nullable.GetUnderlyingType(next) ?? next;
            if (!seen.Add(type))
            {
                continue;
            }

            if (CollectionItems.TypeOf(type) is { } item)
            {
                open.Push(item);
            }

            if (IsOfFramework(type))
            {
                continue;
            }

            var members = MembersOf(type).ToList();
            if (HasOwnRules(type) || members.Exists(member => member.Attributes.Length > 0))
            {
                return true;
            }

            // The serializer creates no other derived types.
            var derivedTypes = type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => derived.DerivedType);
            foreach (var part in members.Select(member => member.Type).Concat(derivedTypes))
            {
                open.Push(part);
            }
        }

        return false;
    }

    /// <summary>Gets the rules of a member or parameter in the order in which they are checked, [Required] first.</summary>
    public static ValidationAttribute[] RulesOf(IEnumerable<object> attributes) =>
        [.. attributes.OfType<ValidationAttribute>().OrderBy(rule => rule is not RequiredAttribute)];

    /// <summary>
    /// Returns the display name of a member or parameter. <c>[Display]</c> may localize it, so it is evaluated for each request.
    /// </summary>
    public static Func<string> DisplayNameOf(IEnumerable<object> attributes, string name)
    {
        var all = attributes.ToList();
        var display = all.OfType<DisplayAttribute>().FirstOrDefault();
        var fixedName = all.OfType<System.ComponentModel.DisplayNameAttribute>().FirstOrDefault()?.DisplayName ?? name;
        return () => display?.GetName() ?? fixedName;
    }

    private AnnotatedType Read(Type type)
    {
        var hasItemsWithRules = CollectionItems.TypeOf(type) is { } item && HasRules(item);
        return IsOfFramework(type)
            ? new AnnotatedType(type.Name, [], [], hasItemsWithRules, IsValidatable: false)
            : new AnnotatedType(
                type.Name,
                RulesOf(type.GetCustomAttributes(inherit: true)),
                [.. MembersOf(type)
                    .Where(member => member.Attributes.Length > 0 || HasRules(member.Type))
                    .Select(member => member with { JsonName = JsonPropertyPath.Of(member.Member.Name, type, json) })],
                hasItemsWithRules,
                type.IsAssignableTo(typeof(IValidatableObject)));
    }

    /// <summary>Returns true if the type itself has rules, and not only its members.</summary>
    public static bool HasOwnRules(Type type) =>
        type.IsAssignableTo(typeof(IValidatableObject)) || type.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>().Any();

    // Types of the framework have no rules of the application, and reading their properties may be expensive.
    private static bool IsOfFramework(
        Type type) => type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsArray || type == typeof(object)
        || type.Namespace is "System" or "Microsoft"
        || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true
        || type.IsAssignableTo(typeof(ApiRequest)) || type.IsAssignableTo(typeof(ApiResponse));

    private static IEnumerable<AnnotatedMember> MembersOf(Type type)
    {
        var parameters = Ancestors(type)
            .SelectMany(ancestor => ancestor.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .ToList();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.GetMethod is { IsPublic: true });
        return properties
            .Select(property => (Member: (MemberInfo)property, Type: property.PropertyType))
            .Concat(type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                .Select(field => (Member: (MemberInfo)field, Type: field.FieldType)))
            .Where(member => member.Member.GetCustomAttribute<JsonIgnoreAttribute>(inherit: true)
                is not { Condition: JsonIgnoreCondition.Always })

            // GetProperties returns a hiding property before the hidden one.
            .DistinctBy(member => member.Member.Name)
            .Select(member =>
            {
                // In a record, attributes apply to the constructor parameter unless they have the target 'property:'.
                object[] attributes =
                [
                    .. member.Member.GetCustomAttributes(inherit: true),
                    .. parameters
                        .Where(parameter => parameter.ParameterType == member.Type
                            && string.Equals(parameter.Name, member.Member.Name, StringComparison.OrdinalIgnoreCase))
                        .Take(1)
                        .SelectMany(parameter => parameter.GetCustomAttributes(inherit: true)),
                ];
                var name = member.Member.Name;
                return new AnnotatedMember(member.Member, member.Type, RulesOf(attributes), DisplayNameOf(attributes, name), name);
            });
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            yield return current;
        }
    }
}

/// <summary>The rules of one type.</summary>
/// <param name="Name">The name of the type.</param>
/// <param name="Attributes">The attributes of the type itself.</param>
/// <param name="Members">The members that have a rule, or whose values may have one.</param>
/// <param name="HasItemsWithRules">True if it is a collection whose items may have rules.</param>
/// <param name="IsValidatable">True if it is an <see cref="IValidatableObject"/>.</param>
internal sealed record AnnotatedType(
    string Name, ValidationAttribute[] Attributes, AnnotatedMember[] Members, bool HasItemsWithRules, bool IsValidatable)
{
    public bool HasRules => Attributes.Length > 0 || Members.Length > 0 || HasItemsWithRules || IsValidatable;
}

/// <summary>A property or field with rules.</summary>
/// <param name="DisplayName">Returns its name in messages.</param>
/// <param name="JsonName">Its name in JSON.</param>
internal sealed record AnnotatedMember(
    MemberInfo Member, Type Type, ValidationAttribute[] Attributes, Func<string> DisplayName, string JsonName)
{
    public object? Of(object value) => Member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)Member).GetValue(value);
}

using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Validation;

/// <summary>
/// Checks the values of one request against the attributes of their types. In the order of ASP.NET Core: members first, then the values
/// inside them, then the object as a whole if no error was found.
/// </summary>
internal sealed class AnnotationCheck(AnnotatedTypes types, ValidationErrors errors, IServiceProvider services)
{
    private static readonly object _noInstance = new();

    // With references in JSON, an object may contain itself, or be reached on many paths.
    private HashSet<object>? _seen;

    /// <summary>Checks the value of a parameter, or of a member of a type with <c>[AsParameters]</c>, against its own attributes.</summary>
    /// <returns>True if all are satisfied.</returns>
    public bool CheckValue(object? value, object? owner, string member, ValidationAttribute[] rules, string displayName, string name)
    {
        var context = new ValidationContext(owner ?? _noInstance, displayName, services, items: null) { MemberName = member };
        return CheckRules(value, rules, context, name);
    }

    /// <summary>Checks a value and all values inside it.</summary>
    /// <param name="path">The path of the value, which is the prefix of the paths of its members.</param>
    /// <param name="whole">The name under which errors of the value itself are reported.</param>
    public void CheckObject(object value, string path, string whole)
    {
        // A stack overflow cannot be caught and would end the process.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var type = types.Of(value.GetType());
        if (!type.HasRules || errors.IsFull || (!value.GetType().IsValueType && !IsFirst(value)))
        {
            return;
        }

        var before = errors.Count;
        var context = new ValidationContext(value, type.Name, services, items: null);
        foreach (var member in type.Members)
        {
            var found = member.Of(value);
            var name = CollectionItems.Join(path, member.JsonName);
            context.MemberName = member.Member.Name;
            context.DisplayName = member.DisplayName();
            if (CheckRules(found, member.Attributes, context, name) && found is not null)
            {
                CheckObject(found, name, name);
            }
        }

        if (type.HasItemsWithRules)
        {
            CheckItems(value, path);
        }

        if (errors.Count == before)
        {
            CheckWhole(value, type, context, path, whole, names: null);
        }
    }

    /// <summary>Checks the object of a parameter with <c>[AsParameters]</c> as a whole. Its members are checked as parameters.</summary>
    public void CheckParameters(object value, string whole, IReadOnlyDictionary<string, string> names)
    {
        var type = types.Of(value.GetType());
        if (errors.Count == 0)
        {
            CheckWhole(value, type, new ValidationContext(value, type.Name, services, items: null), "", whole, names);
        }
    }

    private bool IsFirst(object value) => (_seen ??= new(ReferenceEqualityComparer.Instance)).Add(value);

    private void CheckItems(object collection, string path)
    {
        foreach (var (itemPath, item) in CollectionItems.Of(collection, path))
        {
            if (errors.IsFull)
            {
                return;
            }

            CheckObject(item, itemPath, itemPath);
        }
    }

    private void CheckWhole(
        object value, AnnotatedType type, ValidationContext context, string path, string whole, IReadOnlyDictionary<string, string>? names)
    {
        context.MemberName = null;
        context.DisplayName = type.Name;
        if (!CheckRules(value, type.Attributes, context, whole) || !type.IsValidatable)
        {
            return;
        }

        foreach (var result in ((IValidatableObject)value).Validate(context))
        {
            if (result is null || result == ValidationResult.Success)
            {
                continue;
            }

            var found = result.MemberNames
                .Where(member => !string.IsNullOrEmpty(member))
                .Select(member => names?.GetValueOrDefault(member) ?? types.JsonPathOf(member, value.GetType()))
                .Select(name => CollectionItems.Join(path, name));
            foreach (var name in found.DefaultIfEmpty(whole))
            {
                errors.Add(name, result.ErrorMessage ?? "It is not valid.");
            }
        }
    }

    /// <summary>Returns the error message of a rule, or null if the value is valid.</summary>
    private static string? MessageOf(ValidationAttribute rule, object? value, ValidationContext context)
    {
        try
        {
            return rule.GetValidationResult(value, context) is { } failure
                ? failure.ErrorMessage ?? rule.FormatErrorMessage(context.DisplayName)
                : null;
        }
        catch (Exception exception) when (exception is OverflowException or RegexMatchTimeoutException)
        {
            // [Range] overflows when it converts to the type of its limits, and [RegularExpression] has a timeout of two seconds.
            return rule.FormatErrorMessage(context.DisplayName);
        }
    }

    private bool CheckRules(object? value, ValidationAttribute[] rules, ValidationContext context, string name)
    {
        var isValid = true;
        foreach (var rule in rules)
        {
            if (MessageOf(rule, value, context) is not { } message)
            {
                continue;
            }

            isValid = false;
            errors.Add(name, message);

            // A missing value violates other rules too, but their messages would not help the client.
            if (rule is RequiredAttribute)
            {
                break;
            }
        }

        return isValid;
    }
}

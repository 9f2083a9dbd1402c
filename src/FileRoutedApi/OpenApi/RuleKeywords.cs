using System.Globalization;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>Converts the rules of validators to schema keywords.</summary>
internal static class RuleKeywords
{
    /// <summary>Gets the rules that run for every value: those without a condition, in the default rule set.</summary>
    public static IEnumerable<IValidationRule> AlwaysRun(IValidatorDescriptor rules) => rules.Rules.Where(rule =>
        !rule.HasCondition
        && !rule.HasAsyncCondition
        && (rule.RuleSets is null or [] || rule.RuleSets.Contains(RulesetValidatorSelector.DefaultRuleSetName)));

    /// <summary>Gets the validators of a rule that have no condition.</summary>
    public static IEnumerable<IPropertyValidator> AlwaysRun(IValidationRule rule) =>
        rule.Components
            .Where(component => !component.HasCondition && !component.HasAsyncCondition)
            .Select(component => component.Validator);

    /// <summary>Returns true if a rule requires a value.</summary>
    public static bool Requires(IPropertyValidator rule) => rule is INotNullValidator or INotEmptyValidator;

    /// <summary>Returns true if a rule applies to the items of a property.</summary>
    public static bool IsForEach(IValidationRule rule) =>
        rule.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    /// <summary>Adds the keywords of a rule to a schema.</summary>
    public static void Apply(IPropertyValidator rule, OpenApiSchema schema)
    {
        switch (rule)
        {
            case INotNullValidator:
                RemoveNull(schema);
                break;
            case INotEmptyValidator:
                RemoveNull(schema);
                schema.MinLength ??= Is(schema, JsonSchemaType.String) ? 1 : null;
                schema.MinItems ??= Is(schema, JsonSchemaType.Array) ? 1 : null;
                break;
            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? Math.Max(schema.MinLength ?? 0, length.Min) : schema.MinLength;
                schema.MaxLength = length.Max >= 0 ? length.Max : schema.MaxLength;
                break;
            case IRegularExpressionValidator pattern:
                schema.Pattern = pattern.Expression;
                break;
            case IEmailValidator:
                schema.Format = "email";
                break;
            case IBetweenValidator between:
                var inclusive = rule.Name.StartsWith("Inclusive", StringComparison.Ordinal);
                SetMinimum(schema, between.From, inclusive);
                SetMaximum(schema, between.To, inclusive);
                break;
            case IComparisonValidator { MemberToCompare: null } comparison:
                Apply(comparison, schema);
                break;
            default:
                ApplyEnum(rule, schema);
                break;
        }
    }

    private static void Apply(IComparisonValidator comparison, OpenApiSchema schema)
    {
        switch (comparison.Comparison)
        {
            case Comparison.GreaterThan:
            case Comparison.GreaterThanOrEqual:
                SetMinimum(schema, comparison.ValueToCompare, comparison.Comparison == Comparison.GreaterThanOrEqual);
                break;
            case Comparison.LessThan:
            case Comparison.LessThanOrEqual:
                SetMaximum(schema, comparison.ValueToCompare, comparison.Comparison == Comparison.LessThanOrEqual);
                break;
            default:
                break;
        }
    }

    // IsInEnum has the enum as a type argument. IsEnumName does not expose the names that it accepts.
    private static void ApplyEnum(IPropertyValidator rule, OpenApiSchema schema)
    {
        if (rule.Name == "EnumValidator" && schema.Enum is null or [] && Is(schema, JsonSchemaType.Integer)
            && rule.GetType().GetGenericArguments()
                .Select(type => Nullable.GetUnderlyingType(type) ?? type)
                .FirstOrDefault(type => type.IsEnum) is { } values
            && !values.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            schema.Enum = [.. Enum.GetValuesAsUnderlyingType(values)
                .Cast<object>()
                .Select(value => (JsonNode)JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)))];
        }
    }

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;

    private static void RemoveNull(OpenApiSchema schema) => schema.Type &= ~JsonSchemaType.Null;

    private static void SetMinimum(OpenApiSchema schema, object? value, bool inclusive)
    {
        if (NumberOf(value) is { } number)
        {
            schema.Minimum = inclusive ? number : schema.Minimum;
            schema.ExclusiveMinimum = inclusive ? schema.ExclusiveMinimum : number;
        }
    }

    private static void SetMaximum(OpenApiSchema schema, object? value, bool inclusive)
    {
        if (NumberOf(value) is { } number)
        {
            schema.Maximum = inclusive ? number : schema.Maximum;
            schema.ExclusiveMaximum = inclusive ? schema.ExclusiveMaximum : number;
        }
    }

    private static string? NumberOf(object? value) =>
        value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal
            ? ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)
            : null;
}

using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>What the comments of a type and the rules of its validators say about its schema.</summary>
internal static class RouteSchemas
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0 && type.HasFlag(JsonSchemaType.String))
        {
            // That JSON numbers are also read from strings is a leniency of the parser; a client does best to send numbers.
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object || schema.Properties is null)
        {
            return Task.CompletedTask;
        }

        if (context.JsonTypeInfo.Type.IsAssignableTo(typeof(ProblemDetails)))
        {
            schema.Properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What the answer is logged under." };
        }

        var routes = context.ApplicationServices.GetRequiredService<FileRouteDataSource>();
        var declared = context.JsonTypeInfo.Type;
        schema.Description ??= routes.Generation.Documentation.Of(declared);
        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (property.AttributeProvider is MemberInfo member
                && !HasSchemaOfItsOwn(property, context)
                && schema.Properties.TryGetValue(property.Name, out var described)
                && routes.Generation.Documentation.Of(declared, member) is { } text)
            {
                described.Description ??= text;
            }
        }

        if (context.ApplicationServices.GetRequiredService<RouteJson>().Options.TryGetTypeInfo(declared, out var read) && routes.Generation.Declares(declared))
        {
            ApplyRequired(schema, read);
        }

        foreach (var validator in routes.Validators.Of(routes.Generation.FileOf(declared)).For(declared))
        {
            using var scope = context.ApplicationServices.CreateScope();
            Apply(validator.Describe(scope.ServiceProvider), schema, context);
        }

        return Task.CompletedTask;
    }

    /// <summary>A property is required in the document if, and only if, reading a body requires it.</summary>
    private static void ApplyRequired(OpenApiSchema schema, JsonTypeInfo read)
    {
        foreach (var property in read.Properties.Where(property => schema.Properties!.ContainsKey(property.Name)))
        {
            if (property.IsRequired)
            {
                schema.Required ??= new HashSet<string>();
                schema.Required.Add(property.Name);
            }
            else
            {
                schema.Required?.Remove(property.Name);
            }
        }
    }

    // What is said of one property must not become the word of a type that others use too.
    private static bool HasSchemaOfItsOwn(JsonPropertyInfo property, OpenApiSchemaTransformerContext context) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(context.JsonTypeInfo.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)) is not null;

    private static void Apply(IValidatorDescriptor rules, OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo;
        foreach (var rule in rules.Rules.Where(rule => !rule.HasCondition && !rule.HasAsyncCondition && !IsForEach(rule) && IsAlwaysRun(rule)))
        {
            if (type.Properties.FirstOrDefault(property => (property.AttributeProvider as MemberInfo)?.Name == rule.PropertyName) is not { } property
                || !schema.Properties!.TryGetValue(property.Name, out var described))
            {
                continue;
            }

            foreach (var component in rule.Components.Where(component => !component.HasCondition && !component.HasAsyncCondition))
            {
                if (component.Validator is INotNullValidator or INotEmptyValidator)
                {
                    schema.Required ??= new HashSet<string>();
                    schema.Required.Add(property.Name);
                }

                if (described is OpenApiSchema own && !HasSchemaOfItsOwn(property, context))
                {
                    Apply(component.Validator, own);
                }
            }
        }
    }

    // Its rules are about the elements, not about the property.
    private static bool IsForEach(IValidationRule rule) =>
        rule.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    private static bool IsAlwaysRun(IValidationRule rule) => rule.RuleSets is null or [] || rule.RuleSets.Contains(RulesetValidatorSelector.DefaultRuleSetName);

    private static void Apply(IPropertyValidator rule, OpenApiSchema schema)
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

    // IsInEnum names the type in its own type arguments; IsEnumName keeps the names it accepts to itself.
    private static void ApplyEnum(IPropertyValidator rule, OpenApiSchema schema)
    {
        if (rule.Name == "EnumValidator" && schema.Enum is null or [] && Is(schema, JsonSchemaType.Integer)
            && rule.GetType().GetGenericArguments().Select(type => Nullable.GetUnderlyingType(type) ?? type).FirstOrDefault(type => type.IsEnum) is { } values
            && !values.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            schema.Enum = [.. Enum.GetValuesAsUnderlyingType(values).Cast<object>().Select(value => (JsonNode)JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)))];
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

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Validation;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// Describes the rules of a validator for the members of a property: <c>ChildRules</c>, and validators that are set for that property. They
/// apply to this property only, while its type may have a shared schema, so they are combined with the reference to that schema.
/// </summary>
internal static class NestedRules
{
    // The validator of a recursive type uses itself.
    private const int MaxDepth = 8;

    /// <summary>Adds the nested rules to a document that has all of its schemas.</summary>
    public static async Task DescribeAsync(OpenApiDocument document, IServiceProvider services)
    {
        var routes = services.GetRequiredService<FileRouteDataSource>();
        var descriptions = services.GetRequiredService<ValidatorDescriptions>();
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var names = SchemaNames.Of(routes.Generation);
        foreach (var validator in routes.Validators.All)
        {
            if ((validator.File is null || validator.File == routes.Generation.FileOf(validator.Validated))
                && TryGetInfo(validator.Validated, json) is { } type
                && names.For(type) is { } name
                && document.Components?.Schemas is { } schemas
                && schemas.TryGetValue(name, out var schema)
                && schema is OpenApiSchema { Properties: { } properties }
                && await descriptions.OfAsync(validator) is { } rules)
            {
                Apply(rules, type, properties, found => routes.Validators.Of(routes.Generation.FileOf(found)));
            }
        }
    }

    private static void Apply(
        IValidatorDescriptor rules, JsonTypeInfo type, IDictionary<string, IOpenApiSchema> properties, Func<Type, FileValidators> validatorsOf)
    {
        foreach (var rule in RuleKeywords.AlwaysRun(rules))
        {
            if (PropertyOf(type, rule.PropertyName) is not { } property || !properties.TryGetValue(property.Name, out var described))
            {
                continue;
            }

            foreach (var nested in RuleKeywords.AlwaysRun(rule).Select(NestedOf).OfType<IValidator>())
            {
                if (ValueTypeOf(property, rule) is not { } value
                    || validatorsOf(value).For(value).Any(validator => validator.Type == nested.GetType())
                    || SchemaOf(nested.CreateDescriptor(), value, type.Options, MaxDepth) is not { } schema)
                {
                    continue;
                }

                if (!RuleKeywords.IsForEach(rule))
                {
                    properties[property.Name] = described = With(described, schema);
                }
                else if (described is OpenApiSchema { Items: { } items } list)
                {
                    list.Items = With(items, schema);
                }
            }
        }
    }

    /// <summary>Returns a schema that contains only the rules; null if no rule can be expressed as a keyword.</summary>
    private static OpenApiSchema? SchemaOf(IValidatorDescriptor rules, Type type, JsonSerializerOptions json, int maxDepth)
    {
        if (maxDepth == 0 || TryGetInfo(type, json) is not { } info)
        {
            return null;
        }

        var schema = new OpenApiSchema { Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
        foreach (var rule in RuleKeywords.AlwaysRun(rules))
        {
            if (PropertyOf(info, rule.PropertyName) is not { } property || ValueTypeOf(property, rule) is not { } value)
            {
                continue;
            }

            var keywords = KeywordsOf(rule, value, json, maxDepth);
            if (!RuleKeywords.IsForEach(rule) && RuleKeywords.AlwaysRun(rule).Any(RuleKeywords.Requires))
            {
                schema.Required.Add(property.Name);
            }

            if (keywords is not null)
            {
                var own = RuleKeywords.IsForEach(rule) ? new OpenApiSchema { Items = keywords } : keywords;
                schema.Properties[property.Name] =
                    schema.Properties.TryGetValue(property.Name, out var other) ? new OpenApiSchema { AllOf = [other, own] } : own;
            }
        }

        return schema.Properties.Count + schema.Required.Count == 0 ? null : schema;
    }

    private static OpenApiSchema? KeywordsOf(IValidationRule rule, Type value, JsonSerializerOptions json, int maxDepth)
    {
        // Some keywords depend on the type. It is removed again below, because the referenced schema has it.
        JsonSchemaType? type = value == typeof(string)
            ? JsonSchemaType.String
            : CollectionItems.TypeOf(value) is null ? null : JsonSchemaType.Array;
        var keywords = new OpenApiSchema { Type = type };
        var nested = new List<IOpenApiSchema>();
        foreach (var component in RuleKeywords.AlwaysRun(rule))
        {
            RuleKeywords.Apply(component, keywords);
            if (NestedOf(component) is { } validator && SchemaOf(validator.CreateDescriptor(), value, json, maxDepth - 1) is { } inner)
            {
                nested.Add(inner);
            }
        }

        keywords.Type = null;
        var isEmpty = keywords is { MinLength: null, MaxLength: null, MinItems: null, Pattern: null, Format: null }
            and { Minimum: null, Maximum: null, ExclusiveMinimum: null, ExclusiveMaximum: null };
        return (isEmpty, nested) switch
        {
            (true, []) => null,
            (true, [OpenApiSchema single]) => single,
            (true, _) => new OpenApiSchema { AllOf = nested },
            (false, []) => keywords,
            (false, _) => new OpenApiSchema { AllOf = [keywords, .. nested] },
        };
    }

    /// <summary>Combines two schemas. If the first is a choice between a schema and null, the second is added inside the choice.</summary>
    private static IOpenApiSchema With(IOpenApiSchema described, OpenApiSchema schema)
    {
        if (described is OpenApiSchema { OneOf: { Count: > 0 } choices })
        {
            for (var i = 0; i < choices.Count; i++)
            {
                choices[i] = choices[i] is OpenApiSchema { Type: JsonSchemaType.Null }
                    ? choices[i]
                    : new OpenApiSchema { AllOf = [choices[i], schema] };
            }

            return described;
        }

        return described is OpenApiSchema { AllOf: { Count: > 0 } all }
            ? new OpenApiSchema { AllOf = [.. all, schema] }
            : new OpenApiSchema { AllOf = [described, schema] };
    }

    private static Type? ValueTypeOf(JsonPropertyInfo property, IValidationRule rule)
    {
        var type = RuleKeywords.IsForEach(rule) ? CollectionItems.TypeOf(property.PropertyType) : property.PropertyType;
        return type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
    }

    private static JsonPropertyInfo? PropertyOf(JsonTypeInfo type, string? name) =>
        type.Properties.FirstOrDefault(property => (property.AttributeProvider as MemberInfo)?.Name == name);

    private static JsonTypeInfo? TryGetInfo(Type type, JsonSerializerOptions json)
    {
        try
        {
            return json.TryGetTypeInfo(type, out var info) ? info : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    // FluentValidation exposes only the type of a nested validator, hence the reflection. One that depends on the value is not found.
    private static IValidator? NestedOf(IPropertyValidator rule)
    {
        try
        {
            if (rule is not IChildValidatorAdaptor || rule.GetType().GetMethod("GetValidator") is not { } get)
            {
                return null;
            }

            var context = get.GetParameters()[0].ParameterType;
            return get.Invoke(rule, [Activator.CreateInstance(context, [null]), null]) as IValidator;
        }
        catch (Exception exception) when (exception is TargetInvocationException or MissingMethodException)
        {
            return null;
        }
    }
}

using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Validation;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>Adds the comments of a type and the rules of its validators to its schema.</summary>
internal static class RouteSchemas
{
    public static async Task DescribeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Type is { } type
            && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0
            && type.HasFlag(JsonSchemaType.String))
        {
            // The parser also accepts numbers in strings, but clients should send numbers.
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object || schema.Properties is null)
        {
            return;
        }

        if (context.JsonTypeInfo.Type.IsAssignableTo(typeof(ProblemDetails)))
        {
            schema.Properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The id under which the response is logged." };
        }

        var routes = context.ApplicationServices.GetRequiredService<FileRouteDataSource>();
        var declared = context.JsonTypeInfo.Type;
        schema.Description ??= routes.Generation.Documentation.Of(declared);
        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (property.AttributeProvider is MemberInfo member
                && !HasNamedSchema(property.PropertyType, context)
                && schema.Properties.TryGetValue(property.Name, out var described)
                && routes.Generation.Documentation.Of(declared, member) is { } text)
            {
                described.Description ??= text;
            }
        }

        var json = context.ApplicationServices.GetRequiredService<RouteJson>().Options;
        if (json.TryGetTypeInfo(declared, out var read) && routes.Generation.Declares(declared))
        {
            ApplyRequired(schema, read);
        }

        var descriptions = context.ApplicationServices.GetRequiredService<ValidatorDescriptions>();
        foreach (var validator in routes.Validators.Of(routes.Generation.FileOf(declared)).For(declared))
        {
            if (await descriptions.OfAsync(validator) is { } rules)
            {
                Apply(rules, schema, context);
            }
        }
    }

    /// <summary>Sets the required properties of a schema to those that deserializing a body requires.</summary>
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

    // The schema of a named type is shared, so rules and comments of a single property must not be added to it.
    private static bool HasNamedSchema(Type type, OpenApiSchemaTransformerContext context) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(
            context.JsonTypeInfo.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type)) is not null;

    private static void Apply(IValidatorDescriptor rules, OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo;
        foreach (var rule in RuleKeywords.AlwaysRun(rules))
        {
            var property = type.Properties.FirstOrDefault(property =>
                (property.AttributeProvider as MemberInfo)?.Name == rule.PropertyName);
            if (property is null
                || !schema.Properties!.TryGetValue(property.Name, out var described))
            {
                continue;
            }

            if (RuleKeywords.IsForEach(rule))
            {
                ApplyToItems(rule, described, property, context);
                continue;
            }

            foreach (var component in RuleKeywords.AlwaysRun(rule))
            {
                if (RuleKeywords.Requires(component))
                {
                    schema.Required ??= new HashSet<string>();
                    schema.Required.Add(property.Name);
                }

                if (described is OpenApiSchema own && !HasNamedSchema(property.PropertyType, context))
                {
                    RuleKeywords.Apply(component, own);
                }
            }
        }
    }

    private static void ApplyToItems(
        IValidationRule rule, IOpenApiSchema described, JsonPropertyInfo property, OpenApiSchemaTransformerContext context)
    {
        if (described is not OpenApiSchema { Items: OpenApiSchema items }
            || CollectionItems.TypeOf(property.PropertyType) is not { } item
            || HasNamedSchema(item, context))
        {
            return;
        }

        foreach (var component in RuleKeywords.AlwaysRun(rule))
        {
            RuleKeywords.Apply(component, items);
        }
    }
}

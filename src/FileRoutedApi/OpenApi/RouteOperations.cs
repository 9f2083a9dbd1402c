using System.Globalization;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// Adds what metadata cannot express to an operation: the texts and rules of its parameters, and its security requirements.
/// </summary>
internal static class RouteOperations
{
    public static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Summary ??= $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
        operation.Security = await SecurityOfAsync(
            [.. metadata.OfType<IAuthorizeData>()], metadata.OfType<IAllowAnonymous>().Any(), context);
        if (metadata.OfType<RouteFileMetadata>().LastOrDefault() is not { Function: { } function } route)
        {
            return;
        }

        var routes = context.ApplicationServices.GetRequiredService<FileRouteDataSource>();
        var descriptions = context.ApplicationServices.GetRequiredService<ValidatorDescriptions>();
        operation.Deprecated = metadata.OfType<ObsoleteAttribute>().Any();
        var texts = DocumentationText.Parse(function.Export.Documentation).Elements("param")
            .GroupBy(parameter => (string?)parameter.Attribute("name") ?? "", StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => DocumentationText.Of(group.First()), StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            var bound = function.Signature.Parameters.FirstOrDefault(bound =>
                bound.Owner is not null && bound.ClientName.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            parameter.Description ??= texts.GetValueOrDefault(parameter.Name ?? "")
                ?? (bound?.Property is { } property ? routes.Generation.Documentation.Of(bound.Owner!, property) : null)
                ?? CatchAllText(parameter, route.File);
            await ApplyRulesAsync(parameter, bound, route.File, routes, descriptions);
        }

        foreach (var response in metadata.OfType<IProducesResponseTypeMetadata>())
        {
            var status = response.StatusCode.ToString(CultureInfo.InvariantCulture);
            if (response.Description is { } text && operation.Responses?.GetValueOrDefault(status) is OpenApiResponse described)
            {
                described.Description = text;
            }
        }

        // The description of the body is the comment of the parameter that takes it.
        var body = function.Signature.Parameters.FirstOrDefault(parameter => texts.ContainsKey(parameter.Name)
            && operation.Parameters?.Any(other => string.Equals(other.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) != true);
        if (operation.RequestBody is OpenApiRequestBody request && body is not null)
        {
            request.Description ??= texts[body.Name];
        }
    }

    /// <summary>Adds the validator rules of a member of a type with <c>[AsParameters]</c>.</summary>
    private static async Task ApplyRulesAsync(
        OpenApiParameter parameter,
        FunctionSignature.Parameter? bound,
        RouteFile file,
        FileRouteDataSource routes,
        ValidatorDescriptions descriptions)
    {
        foreach (var validator in bound?.Property is null ? [] : routes.Validators.Of(file.Path).For(bound.Owner!))
        {
            if (await descriptions.OfAsync(validator) is not { } rules)
            {
                continue;
            }

            var own = RuleKeywords.AlwaysRun(rules)
                .Where(rule => rule.PropertyName == bound!.Property!.Name && !RuleKeywords.IsForEach(rule));
            foreach (var rule in own.SelectMany(RuleKeywords.AlwaysRun))
            {
                parameter.Required |= RuleKeywords.Requires(rule);
                if (parameter.Schema is OpenApiSchema schema)
                {
                    RuleKeywords.Apply(rule, schema);
                }
            }
        }
    }

    private static string? CatchAllText(OpenApiParameter parameter, RouteFile file) =>
        parameter.In == ParameterLocation.Path
        && file.Segments.Count > 0
        && file.Segments[^1].IsCatchAll
        && parameter.Name?.StartsWith(file.Segments[^1].Text, StringComparison.OrdinalIgnoreCase) == true
            ? "One or more path segments, separated by slashes."
            : null;

    private static async Task<bool> HasFallbackAsync(IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies && await policies.GetFallbackPolicyAsync() is not null;

    /// <summary>
    /// Returns the schemes that the attributes name, or the default scheme. An empty list means that anonymous requests are allowed.
    /// </summary>
    private static async Task<List<OpenApiSecurityRequirement>> SecurityOfAsync(
        IReadOnlyList<IAuthorizeData> authorize, bool anonymous, OpenApiOperationTransformerContext context)
    {
        var services = context.ApplicationServices;
        if (anonymous
            || (authorize.Count == 0 && !await HasFallbackAsync(services))
            || services.GetService<IAuthenticationSchemeProvider>() is not { } schemes)
        {
            return [];
        }

        const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var named = authorize.SelectMany(data => data.AuthenticationSchemes?.Split(',', options) ?? []).Distinct().ToList();
        if (named.Count == 0 && await schemes.GetDefaultAuthenticateSchemeAsync() is { } single)
        {
            named.Add(single.Name);
        }

        return [.. named.Select(name => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(RouteDocument.KeyOf(name), context.Document)] = [],
        })];
    }
}

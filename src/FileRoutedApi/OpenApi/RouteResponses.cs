using System.Globalization;
using System.Xml.Linq;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.OpenApi;

/// <summary>
/// Describes the responses of an operation. They come from its types, from the statuses in its text and comments, and from the checks that
/// run before the function is called.
/// </summary>
internal static class RouteResponses
{
    /// <summary>Replaces the response metadata by the complete list of responses.</summary>
    public static void Describe(
        List<object> metadata, RouteFunction function, XElement comment, DescribedRoute route, IServiceProvider services)
    {
        var errors = ErrorContent.Of(route.File.Path, services);
        var validation = function.IsValidated ? services.GetRequiredService<FileRoutesSettings>().ValidationStatus : 0;
        var texts = comment.Elements("response")
            .Select(response => (Code: CodeOf(response), Text: DocumentationText.Of(response)))
            .Where(response => response.Code is not null)
            .GroupBy(response => response.Code!.Value)
            .ToDictionary(group => group.Key, group => group.First().Text);
        var success = DocumentationText.Of(comment.Element("returns"));
        List<IProducesResponseTypeMetadata> known =
        [
            .. metadata.OfType<IProducesResponseTypeMetadata>(),
            .. metadata.OfType<IApiResponseMetadataProvider>()
                .Where(item => item is not IProducesResponseTypeMetadata)
                .Select(FromAttribute),
        ];
        metadata.RemoveAll(item => item is IProducesResponseTypeMetadata or IApiResponseMetadataProvider);
        var named = function.Export.StatusesInText.Concat(texts.Keys).Distinct().ToList();

        var responses = new SortedDictionary<int, IProducesResponseTypeMetadata>();
        foreach (var response in SuccessOf(known, named, function))
        {
            responses[response.StatusCode] = response;
        }

        foreach (var response in known.Where(response => response.StatusCode >= 300))
        {
            responses.TryAdd(response.StatusCode, response);
        }

        var statuses = named.Append(validation).Concat(StatusesBeforeCall(metadata, function, route, services));
        foreach (var status in statuses.Where(status => status >= 300))
        {
            responses.TryAdd(status, status < 400
                ? new ProducesResponseTypeMetadata(status, typeof(void))
                : errors.For(status, status == validation));
        }

        metadata.AddRange(responses.Select(response => (object)new ProducesResponseTypeMetadata(
            response.Key, response.Value.Type, [.. response.Value.ContentTypes])
        {
            Description = texts.GetValueOrDefault(response.Key) ?? (response.Key < 300 ? success : null) ?? response.Value.Description,
        }));
    }

    private static int? CodeOf(XElement response) =>
        int.TryParse((string?)response.Attribute("code"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    /// <summary>Converts a response attribute of MVC.</summary>
    public static ProducesResponseTypeMetadata FromAttribute(IApiResponseMetadataProvider attribute)
    {
        var types = new MediaTypeCollection();
        attribute.SetContentTypes(types);
        var hasBody = attribute.Type is not null && attribute.Type != typeof(void);
        return new ProducesResponseTypeMetadata(
            attribute.StatusCode, attribute.Type ?? typeof(void), types.Count > 0 ? [.. types] : hasBody ? ["application/json"] : [])
        {
            Description = (attribute as ProducesResponseTypeAttribute)?.Description,
        };
    }

    /// <summary>
    /// Returns the success responses. The declared type applies to the statuses that the text names, or to 200 if it names none.
    /// </summary>
    private static IEnumerable<IProducesResponseTypeMetadata> SuccessOf(
        List<IProducesResponseTypeMetadata> known, List<int> named, RouteFunction function)
    {
        var declared = known.Where(response => response.StatusCode < 300).ToList();
        var statuses = named.Where(status => status < 300).ToList();
        if (declared is [] or [{ StatusCode: 200 }] && statuses.Count > 0)
        {
            var single = declared.FirstOrDefault();
            return statuses.Select(status => status == StatusCodes.Status204NoContent || single is null
                ? Untyped(status, function)
                : new ProducesResponseTypeMetadata(status, single.Type, [.. single.ContentTypes]));
        }

        return declared.Count > 0 || statuses.Count > 0 || named.Exists(status => status is >= 300 and < 400)
            ? declared
            : [Untyped(StatusCodes.Status200OK, function)];
    }

    private static ProducesResponseTypeMetadata Untyped(int status, RouteFunction function) =>
        status == StatusCodes.Status204NoContent || function.Export.ContentTypesInText.Count == 0
            ? new ProducesResponseTypeMetadata(status, typeof(void))
            : new ProducesResponseTypeMetadata(
                status,
                function.Export.ContentTypesInText is ["text/plain"] ? typeof(string) : typeof(object),
                [.. function.Export.ContentTypesInText]);

    private static IEnumerable<int> StatusesBeforeCall(
        List<object> metadata, RouteFunction function, DescribedRoute route, IServiceProvider services)
    {
        var takesBody = metadata.OfType<IAcceptsMetadata>().Any();
        if ((takesBody && function.ReadsBody) || function.Signature.Parameters.Any(parameter => CanFail(parameter, route)))
        {
            yield return StatusCodes.Status400BadRequest;
        }

        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
        {
            yield return StatusCodes.Status401Unauthorized;
            if (MayForbid(metadata, services))
            {
                yield return StatusCodes.Status403Forbidden;
            }
        }

        if ((takesBody && function.ReadsBody) || function.Signature.ReadsStream)
        {
            yield return StatusCodes.Status413PayloadTooLarge;
        }

        if (takesBody && function.Accepts.Count > 0)
        {
            yield return StatusCodes.Status415UnsupportedMediaType;
        }

        if (metadata.OfType<EnableRateLimitingAttribute>().Any() || metadata.OfType<RateLimit>().Any())
        {
            yield return StatusCodes.Status429TooManyRequests;
        }
    }

    /// <summary>Returns true if an authenticated user may be rejected.</summary>
    private static bool MayForbid(List<object> metadata, IServiceProvider services)
    {
        var authorize = metadata.OfType<IAuthorizeData>().ToList();
        return authorize.Exists(data => !string.IsNullOrEmpty(data.Policy) || !string.IsNullOrEmpty(data.Roles))
            || metadata.OfType<IAuthorizationRequirementData>().Any()
            || metadata.OfType<AuthorizationPolicy>().Append(services.GetService<IOptions<AuthorizationOptions>>()?.Value.DefaultPolicy)
                .Any(policy => policy?.Requirements.Any(requirement => requirement is not DenyAnonymousAuthorizationRequirement) == true);
    }

    /// <summary>Returns true if the value of a parameter may be missing or not valid.</summary>
    private static bool CanFail(FunctionSignature.Parameter parameter, DescribedRoute route)
    {
        if (parameter.CatchAll is not null)
        {
            return parameter.Type != typeof(string[]) && route.Path.EndsWith('}');
        }

        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        var isRoute = route.Parameters.Any(segment => segment.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        if (type == typeof(string) || type == typeof(string[]))
        {
            return !isRoute && parameter.HasSource && !parameter.IsOptional;
        }

        return isRoute
            || (parameter.HasSource && !parameter.Attributes.OfType<IFromServiceMetadata>().Any())
            || type.IsPrimitive
            || type.IsEnum
            || type.GetInterfaces().Any(item => item.IsGenericType && item.GetGenericTypeDefinition() == typeof(IParsable<>));
    }
}

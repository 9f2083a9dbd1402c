using System.Reflection;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.OpenApi;

/// <summary>The body of an error response.</summary>
/// <param name="Type">The type of the body; <see cref="void"/> if it is unknown.</param>
internal sealed record ErrorContent(Type Type, IReadOnlyList<string> ContentTypes)
{
    private static readonly ErrorContent _problem = new(typeof(ProblemDetails), ["application/problem+json"]);

    /// <summary>
    /// Gets the content for a file: that of the <c>_error.cs</c> that handles its errors, of the application's problem details writer, or
    /// problem details.
    /// </summary>
    public static ErrorContent Of(string file, IServiceProvider services)
    {
        if (services.GetRequiredService<IPublishedFolders>().Current.ErrorOf(file) is { } endpoint && ErrorResponses.IsForProblems(endpoint))
        {
            return OfFunction(endpoint);
        }

        // Which of several writers is used depends on the request. The first one has the highest precedence.
        return ProblemWriters.CustomWriters(services).FirstOrDefault()?.GetType().GetCustomAttribute<ProducesAttribute>(inherit: true) is { } produces
            ? new ErrorContent(produces.Type ?? typeof(object), TypesOf(produces))
            : _problem;
    }

    /// <summary>Describes a status.</summary>
    /// <param name="isValidation">True if the response contains validation errors.</param>
    public ProducesResponseTypeMetadata For(int status, bool isValidation) =>
        new(status, ReferenceEquals(this, _problem) && isValidation ? typeof(HttpValidationProblemDetails) : Type, [.. ContentTypes]);

    private static ErrorContent OfFunction(Endpoint endpoint)
    {
        var declared = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>()
            .Concat(endpoint.Metadata.OfType<IApiResponseMetadataProvider>()
                .Where(item => item is not IProducesResponseTypeMetadata)
                .Select(RouteResponses.FromAttribute))
            .FirstOrDefault(response => response.Type is not null && response.Type != typeof(void));
        var function = endpoint.Metadata.GetRequiredMetadata<RouteFileMetadata>().Function!;
        return declared is not null ? new ErrorContent(declared.Type!, [.. declared.ContentTypes.DefaultIfEmpty("application/json")])
            : function.Export.ContentTypesInText is { Count: > 0 } types
                ? new ErrorContent(types is ["text/plain"] ? typeof(string) : typeof(object), types)
            : new ErrorContent(typeof(void), []);
    }

    private static List<string> TypesOf(ProducesAttribute attribute)
    {
        var types = new MediaTypeCollection();
        attribute.SetContentTypes(types);
        return [.. types];
    }
}

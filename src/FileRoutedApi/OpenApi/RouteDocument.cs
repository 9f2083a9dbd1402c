using FileRoutedApi.Endpoints;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>Adds file routes and the security schemes of the application to every OpenAPI document.</summary>
internal sealed class RouteDocument(FileRouteDataSource routes) : IConfigureNamedOptions<OpenApiOptions>
{
    public void Configure(OpenApiOptions options) => Configure(name: null, options);

    public void Configure(string? name, OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = type => SchemaNames.Of(routes.Generation).For(type);
        options.AddDocumentTransformer(DescribeAsync);
        options.AddDocumentTransformer((document, context, _) => NestedRules.DescribeAsync(document, context.ApplicationServices));
        options.AddOperationTransformer(RouteOperations.DescribeAsync);
        options.AddSchemaTransformer(RouteSchemas.DescribeAsync);
    }

    /// <summary>
    /// Returns the component key of a scheme. Keys may contain only ASCII letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.
    /// </summary>
    public static string KeyOf(string scheme) =>
        string.Concat(scheme.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '-'));

    private static async Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.ApplicationServices.GetService<IAuthenticationSchemeProvider>() is { } schemes)
        {
            document.Components ??= new OpenApiComponents();
            foreach (var scheme in (await schemes.GetAllSchemesAsync()).OrderBy(scheme => scheme.Name, StringComparer.Ordinal))
            {
                document.AddComponent(KeyOf(scheme.Name), Describe(scheme, context.ApplicationServices));
            }
        }
    }

    /// <summary>
    /// Describes a scheme by its handler type or name. An unknown scheme is described as one that reads the Authorization header.
    /// </summary>
    private static OpenApiSecurityScheme Describe(AuthenticationScheme scheme, IServiceProvider services)
    {
        if (scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler)))
        {
            var cookie = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme.Name).Cookie.Name;
            return new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = cookie };
        }

        return Is("Bearer") ? new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" }
            : Is("Basic") ? new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic" }
            : new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization" };

        bool Is(string name) =>
            scheme.HandlerType.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
            || scheme.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}

using FileRoutedApi.Endpoints;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace FileRoutedApi.OpenApi;

/// <summary>Makes every document of the application one that describes file routes, and says how clients show who they are.</summary>
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

    /// <summary>The key of a scheme among the components: those are ASCII letters, digits, and a few marks.</summary>
    public static string KeyOf(string scheme) =>
        string.Concat(scheme.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '-'));

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
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

    /// <summary>By what it reads, where that is known; otherwise by its name, in the header that such names stand in.</summary>
    private static OpenApiSecurityScheme Describe(AuthenticationScheme scheme, IServiceProvider services)
    {
        if (scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler)))
        {
            var cookie = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme.Name).Cookie.Name;
            return new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = cookie };
        }

        var handler = scheme.HandlerType.Name;
        return handler.Contains("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Name.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                ? new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" }
            : handler.Contains("Basic", StringComparison.OrdinalIgnoreCase) || scheme.Name.Equals("Basic", StringComparison.OrdinalIgnoreCase)
                ? new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic" }
            : new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization" };
    }
}

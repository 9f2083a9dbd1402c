using FileRoutedApi.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FileRoutedApi.Endpoints;

/// <summary>Creates the endpoints of the scripts that pages load.</summary>
internal static class ScriptEndpoints
{
    /// <summary>Creates one endpoint for each script. It is open to everyone, because a sign-in page loads it too.</summary>
    public static IReadOnlyList<Endpoint> Create(PageScripts scripts) => [.. scripts.All.Select(Create)];

    private static Endpoint Create(PageScript script)
    {
        var builder = new RouteEndpointBuilder(script.WriteAsync, RoutePatternFactory.Parse(script.Path), order: 0) { DisplayName = script.Path };
        builder.Metadata.Add(new HttpMethodMetadata(["GET", "HEAD"]));
        builder.Metadata.Add(new ExcludeFromDescriptionAttribute());
        builder.Metadata.Add(new AllowAnonymousAttribute());
        return builder.Build();
    }
}

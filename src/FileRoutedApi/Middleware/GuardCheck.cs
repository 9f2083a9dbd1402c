using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Makes sure that a function of a route file runs only in requests that passed what its folders require: their middleware, authorization,
/// CORS and limits.
/// </summary>
/// <remarks>
/// Routing may choose an endpoint a second time, behind the folders: <c>UsePathBase</c>, <c>UseRewriter</c>,
/// <c>UseStatusCodePagesWithReExecute</c> and <c>UseRouting</c> do so if an application adds them there. ASP.NET Core's own check does not
/// find that, as it only asks whether the authorization middleware ran for any endpoint at all.
/// </remarks>
internal static class GuardCheck
{
    /// <summary>Ends the folders' part of the pipeline: what follows may call the endpoint as it is chosen now.</summary>
    public static RequestDelegate Complete(RequestDelegate next) => context =>
    {
        if (context.GetEndpoint() is { } endpoint && IsChecked(endpoint) && context.Features.Get<Skipped>() is null)
        {
            context.Features.Set(new Passed(endpoint, context.Request.Path.Value));
        }

        return next(context);
    };

    /// <summary>Notes that a preflight did not pass the functions of its folders, so that it cannot reach a function of a route file.</summary>
    public static void Skip(HttpContext context) => context.Features.Set(Skipped.Instance);

    /// <summary>Returns true if the endpoint is one that <see cref="Apply"/> has wrapped.</summary>
    public static bool IsChecked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Checked>() is not null;

    /// <summary>Lets an endpoint call its function only in requests that have passed its guards.</summary>
    /// <param name="file">The file that has the function.</param>
    /// <param name="isAlwaysGuarded">True if the application authorizes every request, whatever the file and its folders configure.</param>
    public static void Apply(EndpointBuilder endpoint, RouteFile file, IPublishedFolders folders, bool isAlwaysGuarded)
    {
        endpoint.Metadata.Add(Checked.Instance);
        endpoint.RequestDelegate = Require(endpoint.RequestDelegate!, file.Path, folders, isAlwaysGuarded);
    }

    private static RequestDelegate Require(RequestDelegate function, string file, IPublishedFolders folders, bool isAlwaysGuarded) => context =>
    {
        var endpoint = context.GetEndpoint();
        return context.Features.Get<Passed>() is { } passed && passed.Endpoint == endpoint && passed.Path == context.Request.Path.Value
            || (!isAlwaysGuarded && !IsGuarded(endpoint, context.Request.Path.Value ?? "/", folders.Of(context)))
                ? function(context)
                : throw new FileRoutesException(RouteDiagnostics.GuardsNotPassed(file));
    };

    private static bool IsGuarded(Endpoint? endpoint, string path, FolderMiddlewareSet folders) =>
        endpoint?.Metadata.Needs() is not (null or EndpointNeeds.None)
        || folders.ThatApplyTo(endpoint, path).Any(folder => folder.Function is not null || folder.Metadata.Count > 0);

    private sealed record Passed(Endpoint Endpoint, string? Path);

    private sealed class Checked
    {
        public static Checked Instance { get; } = new();
    }

    private sealed class Skipped
    {
        public static Skipped Instance { get; } = new();
    }
}

using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Ensures that the functions of route files run only for requests that have passed the requirements of the file and its folders:
/// middleware, authorization, CORS and rate limits.
/// </summary>
/// <remarks>
/// An application can add <c>UsePathBase</c>, <c>UseRewriter</c>, <c>UseStatusCodePagesWithReExecute</c> or <c>UseRouting</c> behind the
/// folders. Routing then selects another endpoint, whose guards the request has not passed. ASP.NET Core's own check does not detect this,
/// because it only tests whether the authorization middleware has run for any endpoint.
/// </remarks>
internal static class GuardCheck
{
    /// <summary>Marks the end of the guards: the rest of the pipeline may call the endpoint that is selected now.</summary>
    public static RequestDelegate Complete(RequestDelegate next) => context =>
    {
        if (context.GetEndpoint() is { } endpoint && IsChecked(endpoint) && context.Features.Get<Skipped>() is null)
        {
            context.Features.Set(new Passed(endpoint, context.Request.Path.Value));
        }

        return next(context);
    };

    /// <summary>Marks a preflight that skipped the middleware functions, so that it cannot reach a function of a route file.</summary>
    public static void Skip(HttpContext context) => context.Features.Set(Skipped.Instance);

    /// <summary>Returns true if <see cref="Apply"/> has wrapped the endpoint.</summary>
    public static bool IsChecked(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Checked>() is not null;

    /// <summary>Wraps an endpoint so that it calls its function only for requests that have passed the guards.</summary>
    /// <param name="file">The file or folder that messages name.</param>
    /// <param name="isAlwaysGuarded">True if the application authorizes every request, whatever the file and its folders configure.</param>
    public static void Apply(EndpointBuilder endpoint, string file, IPublishedFolders folders, bool isAlwaysGuarded)
    {
        endpoint.Metadata.Add(Checked.Instance);
        endpoint.RequestDelegate = Require(endpoint.RequestDelegate!, file, folders, isAlwaysGuarded);
    }

    private static RequestDelegate Require(
        RequestDelegate function, string file, IPublishedFolders folders, bool isAlwaysGuarded) => context =>
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

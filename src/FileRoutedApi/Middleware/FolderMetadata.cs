using FileRoutedApi.Config;
using FileRoutedApi.Modules;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Middleware;

/// <summary>Converts the configuration of folders and files to metadata of their endpoints.</summary>
internal static class FolderMetadata
{
    /// <summary>
    /// Adds the configuration of the folders of a file, outermost first, and then that of the file, which takes precedence.
    /// </summary>
    public static void AddFolders(this IList<object> metadata, IEnumerable<RouteModule> folders, RouteModule? module)
    {
        // An unauthenticated request gets a 401 instead of a redirect to a login page.
        metadata.Add(NoRedirect.Instance);
        foreach (var item in folders.SelectMany(Of))
        {
            metadata.Add(item);
        }

        if (module is not null)
        {
            Add(metadata, module.File, module.Config.Cors, module.Config.RateLimit);
        }
    }

    /// <summary>Gets the metadata of a folder whose guard cannot run.</summary>
    public static IReadOnlyList<object> Guarded { get; } = [GuardedByFolder.Instance];

    /// <summary>Returns the metadata of one folder.</summary>
    public static IReadOnlyList<object> Of(RouteModule folder)
    {
        var metadata = new List<object>();
        if (folder.Exports.Count > 0 || folder.MiddlewareConfig.Authorize.IsSet)
        {
            metadata.Add(GuardedByFolder.Instance);
        }

        if (folder.MiddlewareConfig.Authorize is { IsSet: true } authorize)
        {
            metadata.Add(new FolderAuthorize { Policy = authorize.Policy, Roles = authorize.Roles, AuthenticationSchemes = authorize.Schemes });
        }

        Add(metadata, folder.File, folder.MiddlewareConfig.Cors, folder.MiddlewareConfig.RateLimit);
        return metadata;
    }

    /// <summary>Returns true if a part of the configuration also applies to unmatched paths below the folder.</summary>
    public static bool AppliesToUnmatchedPaths(MiddlewareConfig folder) => ConfigKeys.All.Any(key => key.IsForPipeline && key.IsSet(folder));

    /// <summary>Returns the CORS policy for ASP.NET Core, or null if no origin is allowed.</summary>
    public static CorsPolicy? PolicyOf(CorsConfig cors)
    {
        if (cors.Origins.Count == 0)
        {
            return null;
        }

        var policy = new CorsPolicyBuilder([.. cors.Origins]);
        _ = cors.Methods.Count > 0 ? policy.WithMethods([.. cors.Methods]) : policy.AllowAnyMethod();
        _ = cors.Headers.Count > 0 ? policy.WithHeaders([.. cors.Headers]) : policy.AllowAnyHeader();
        policy.WithExposedHeaders([.. cors.ExposedHeaders]);
        if (cors.Origins.Any(origin => origin.Contains("://*.", StringComparison.Ordinal)))
        {
            policy.SetIsOriginAllowedToAllowWildcardSubdomains();
        }

        if (cors.Credentials)
        {
            policy.AllowCredentials();
        }

        if (cors.MaxAge is { } seconds)
        {
            policy.SetPreflightMaxAge(TimeSpan.FromSeconds(seconds));
        }

        return policy.Build();
    }

    private static void Add(ICollection<object> metadata, RouteFile file, CorsConfig cors, RateLimitConfig limit)
    {
        if (PolicyOf(cors) is { } policy)
        {
            metadata.Add(new FolderCors(policy));
        }

        if (limit.IsSet)
        {
            metadata.Add(new RateLimit(file.Path, limit));
        }
    }

    /// <summary>
    /// Marks endpoints whose folders decide for each request if the client gets a response, by a middleware function or by
    /// <c>Authorize</c>. Shared caches must not store such responses (RFC 9111 section 3).
    /// </summary>
    internal sealed class GuardedByFolder
    {
        public static GuardedByFolder Instance { get; } = new();
    }

    /// <summary>
    /// The authorization requirement of a folder. It is checked once, for the file of the folder, and not for each file below.
    /// </summary>
    internal sealed class FolderAuthorize : AuthorizeAttribute;

    private sealed record FolderCors(CorsPolicy Policy) : ICorsPolicyMetadata;

    private sealed class NoRedirect : IDisableCookieRedirectMetadata
    {
        public static NoRedirect Instance { get; } = new();
    }
}

using FileRoutedApi.Modules;
using FileRoutedApi.RateLimiting;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Middleware;

/// <summary>What the configuration of a folder and of a file says, as metadata of the endpoints that it is about.</summary>
internal static class FolderMetadata
{
    /// <summary>Adds what the folders of a file say, outermost first, and then the file itself, so that the file has the last word.</summary>
    public static void AddFolders(this IList<object> metadata, IEnumerable<RouteModule> folders, RouteModule? module)
    {
        // Who is not signed in hears so, and is not sent to a page to do it.
        metadata.Add(NoRedirect.Instance);
        foreach (var said in folders.SelectMany(Of))
        {
            metadata.Add(said);
        }

        if (module is not null)
        {
            Add(metadata, module.File, module.Config.Cors, module.Config.RateLimit);
        }
    }

    /// <summary>The metadata of a folder whose guard cannot run.</summary>
    public static IReadOnlyList<object> Guarded { get; } = [GuardedByFolder.Instance];

    /// <summary>What one folder says.</summary>
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

    /// <summary>Whether a folder says anything that is about the paths below it which no route answers, too.</summary>
    public static bool AppliesToUnmatchedPaths(MiddlewareConfig folder) =>
        folder.Authorize.IsSet || folder.Cors.Origins.Count > 0 || folder.RateLimit.IsSet;

    /// <summary>The policy of ASP.NET Core; null where no origin is allowed.</summary>
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
    /// Marks endpoints whose folders decide per request who gets a response, by a middleware function or by
    /// <c>Authorize</c>. Shared caches must not store such responses (RFC 9111 section 3).
    /// </summary>
    internal sealed class GuardedByFolder
    {
        public static GuardedByFolder Instance { get; } = new();
    }

    /// <summary>What a folder requires; its own file is checked for it, not each file below.</summary>
    internal sealed class FolderAuthorize : AuthorizeAttribute;

    private sealed record FolderCors(CorsPolicy Policy) : ICorsPolicyMetadata;

    private sealed class NoRedirect : IDisableCookieRedirectMetadata
    {
        public static NoRedirect Instance { get; } = new();
    }
}

using System.Collections;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using FileRoutedApi.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Middleware;

/// <summary>The middleware that the metadata of an endpoint needs. Without it, the metadata would have no effect.</summary>
[Flags]
internal enum EndpointNeeds
{
    None = 0,
    Authorization = 1,
    Cors = 2,
    RateLimiter = 4,
    OutputCache = 8,
    RequestTimeouts = 16,
    Antiforgery = 32,
    HttpLogging = 64,
}

/// <summary>Determines which middleware endpoints need, and finds services, policies and schemes that are not registered.</summary>
internal static class EndpointNeedsExtensions
{
    private static readonly EndpointNeeds[] _all =
    [
        EndpointNeeds.Authorization, EndpointNeeds.Cors, EndpointNeeds.RateLimiter, EndpointNeeds.OutputCache,
        EndpointNeeds.RequestTimeouts, EndpointNeeds.Antiforgery, EndpointNeeds.HttpLogging,
    ];

    /// <summary>Gets all middleware that the metadata needs.</summary>
    public static EndpointNeeds Needs(this EndpointMetadataCollection metadata)
    {
        // Not LINQ: its methods are compiled for each value type, when the application starts.
        var needs = EndpointNeeds.None;
        foreach (var need in _all)
        {
            if (metadata.Needs(need))
            {
                needs |= need;
            }
        }

        return needs;
    }

    /// <summary>Returns true if the metadata needs a middleware.</summary>
    public static bool Needs(this EndpointMetadataCollection metadata, EndpointNeeds need) => need switch
    {
        EndpointNeeds.Cors => metadata.GetMetadata<ICorsMetadata>() is IEnableCorsAttribute or ICorsPolicyMetadata,
        EndpointNeeds.RateLimiter => metadata.GetMetadata<EnableRateLimitingAttribute>() is not null || metadata.GetMetadata<RateLimit>() is not null,
        EndpointNeeds.OutputCache => metadata.GetMetadata<IOutputCachePolicy>() is not null || metadata.GetMetadata<OutputCacheAttribute>() is not null,
        EndpointNeeds.RequestTimeouts => metadata.GetMetadata<RequestTimeoutAttribute>() is not null || metadata.GetMetadata<RequestTimeoutPolicy>() is not null,
        EndpointNeeds.Antiforgery => metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true },
        EndpointNeeds.HttpLogging => metadata.GetMetadata<HttpLoggingAttribute>() is not null,
        EndpointNeeds.Authorization => metadata.GetMetadata<IAuthorizeData>() is not null
            || metadata.GetMetadata<AuthorizationPolicy>() is not null
            || metadata.GetMetadata<IAuthorizationRequirementData>() is not null,
        _ => false,
    };

    /// <summary>Reports the services, policies and schemes that endpoints need and that are not registered (FRA3008).</summary>
    public static async Task CheckAsync(IEnumerable<Endpoint> endpoints, IServiceProvider services, List<RouteDiagnostic> diagnostics)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RouteFileMetadata>() is not { Function: { } function } file)
            {
                continue;
            }

            // The requirements of folders are checked once, in the file of the folder.
            var own = new EndpointMetadataCollection(endpoint.Metadata.Where(item => item is not FolderMetadata.FolderAuthorize));
            foreach (var missing in await FindMissingAsync(own, services))
            {
                diagnostics.Add(RouteDiagnostics.MissingRegistration(file.File.Path, function.Export.Line, function.Export.Column, missing));
            }
        }
    }

    /// <summary>Reports the services, policies and schemes that a folder needs and that are not registered (FRA3008).</summary>
    public static async Task CheckAsync(RouteModule folder, IServiceProvider services, List<RouteDiagnostic> diagnostics)
    {
        foreach (var missing in await FindMissingAsync(new EndpointMetadataCollection(FolderMetadata.Of(folder)), services))
        {
            var (line, column) = folder.ConfigPositions.Of(nameof(MiddlewareConfig.Authorize));
            diagnostics.Add(RouteDiagnostics.MissingRegistration(folder.File.Path, line, column, missing));
        }
    }

    private static async Task<List<string>> FindMissingAsync(EndpointMetadataCollection metadata, IServiceProvider services)
    {
        var found = new List<string>();
        foreach (var need in _all)
        {
            if (metadata.Needs(need) && await FindMissingAsync(need, metadata, services) is { } missing)
            {
                found.Add(missing);
            }
        }

        return found;
    }

    private static async Task<string?> FindMissingAsync(EndpointNeeds need, EndpointMetadataCollection metadata, IServiceProvider services) => need switch
    {
        EndpointNeeds.Authorization => await FindMissingAuthorizationAsync(metadata, services),
        EndpointNeeds.Cors => await FindMissingCorsAsync(metadata, services),
        EndpointNeeds.RateLimiter => FindMissingRateLimit(metadata.GetMetadata<EnableRateLimitingAttribute>(), services),
        EndpointNeeds.OutputCache => FindMissingOutputCache(metadata, services),
        EndpointNeeds.RequestTimeouts => FindMissingTimeout(metadata, services),
        EndpointNeeds.Antiforgery when services.GetService<IAntiforgery>() is null =>
            RegistrationTexts.NoAntiforgery(),
        _ => null,
    };

    private static async Task<string?> FindMissingAuthorizationAsync(EndpointMetadataCollection metadata, IServiceProvider services)
    {
        var source = metadata.GetMetadata<FolderMetadata.FolderAuthorize>() is null ? "[Authorize]" : "config.Authorize";
        if (services.GetService<IAuthenticationSchemeProvider>() is not { } schemes || !(await schemes.GetAllSchemesAsync()).Any())
        {
            return RegistrationTexts.NoScheme(source);
        }

        if (services.GetService<IAuthorizationPolicyProvider>() is not { } policies)
        {
            return RegistrationTexts.NoAuthorization(source);
        }

        foreach (var data in metadata.GetOrderedMetadata<IAuthorizeData>())
        {
            if (!string.IsNullOrEmpty(data.Policy) && await policies.GetPolicyAsync(data.Policy) is null)
            {
                return RegistrationTexts.UnknownAuthorizationPolicy(source, data.Policy);
            }

            foreach (var scheme in data.AuthenticationSchemes?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            {
                if (await schemes.GetSchemeAsync(scheme) is null)
                {
                    return RegistrationTexts.UnknownScheme(source, scheme);
                }
            }

            if (string.IsNullOrEmpty(data.AuthenticationSchemes) && await schemes.GetDefaultAuthenticateSchemeAsync() is null)
            {
                return RegistrationTexts.NoDefaultScheme(source);
            }
        }

        return null;
    }

    private static async Task<string?> FindMissingCorsAsync(EndpointMetadataCollection metadata, IServiceProvider services)
    {
        if (metadata.GetMetadata<ICorsMetadata>() is not IEnableCorsAttribute enable)
        {
            return null;
        }

        return services.GetService<ICorsPolicyProvider>() is { } policies
            && await policies.GetPolicyAsync(new DefaultHttpContext { RequestServices = services }, enable.PolicyName) is not null
                ? null
                : RegistrationTexts.UnknownCorsPolicy(enable.PolicyName);
    }

    private static string? FindMissingRateLimit(EnableRateLimitingAttribute? attribute, IServiceProvider services)
    {
        if (attribute?.PolicyName is not { } name)
        {
            return null;
        }

        var options = services.GetRequiredService<IOptions<RateLimiterOptions>>().Value;
        return IsRegistered(services, typeof(RateLimiterOptions), "Microsoft.AspNetCore.RateLimiting.RateLimitingMetrics")
            && (Contains(options, "PolicyMap", name) || Contains(options, "UnactivatedPolicyMap", name))
                ? null
                : RegistrationTexts.UnknownRateLimit(name);
    }

    private static string? FindMissingOutputCache(EndpointMetadataCollection metadata, IServiceProvider services)
    {
        if (services.GetService<IOutputCacheStore>() is null)
        {
            return RegistrationTexts.NoOutputCache();
        }

        var name = metadata.GetMetadata<OutputCacheAttribute>()?.PolicyName;
        return name is null || Contains(services.GetRequiredService<IOptions<OutputCacheOptions>>().Value, "NamedPolicies", name)
            ? null
            : RegistrationTexts.UnknownOutputCachePolicy(name);
    }

    private static string? FindMissingTimeout(EndpointMetadataCollection metadata, IServiceProvider services)
    {
        if (!IsRegistered(services, typeof(RequestTimeoutOptions), "Microsoft.AspNetCore.Http.Timeouts.ICancellationTokenLinker"))
        {
            return RegistrationTexts.NoRequestTimeouts();
        }

        return metadata.GetMetadata<RequestTimeoutAttribute>()?.PolicyName is { } name
            && !services.GetRequiredService<IOptions<RequestTimeoutOptions>>().Value.Policies.ContainsKey(name)
                ? RegistrationTexts.UnknownTimeoutPolicy(name)
                : null;
    }

    // ASP.NET Core exposes neither these registrations nor the policy names, so this reads internals. If a later version moves them,
    // nothing is reported as missing.
    private static bool IsRegistered(IServiceProvider services, Type neighbour, string marker) =>
        neighbour.Assembly.GetType(marker) is not { } type || services.GetRequiredService<IServiceProviderIsService>().IsService(type);

    private static bool Contains(object options, string property, string key)
    {
        var policies = options.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic);
        return policies is null || (policies.GetValue(options) is IDictionary known && known.Contains(key));
    }
}

using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Rules;

/// <summary>
/// Redirects, rewrites and headers in front of routing. A rewrite changes the path before an endpoint is selected, so that the middleware,
/// the authorization and the limits of the new path apply, as if the client had requested it.
/// </summary>
internal sealed class RouteRules
{
    private readonly IReadOnlyList<(RuleSource Source, RuleDestination Destination, int Status)> _redirects;
    private readonly IReadOnlyList<(RuleSource Source, RuleDestination Destination)> _rewrites;
    private readonly IReadOnlyList<(RuleSource Source, FolderHeaders Headers)> _headers;

    /// <exception cref="FileRoutesException">A rule is not valid (FRA3002). The exception names the keys of all mistakes.</exception>
    public RouteRules(RulesSettings settings)
    {
        var reader = new RuleReader();
        _redirects = reader.ReadRedirects(settings.Redirects);
        _rewrites = reader.ReadRewrites(settings.Rewrites);
        _headers = reader.ReadHeaders(settings.Headers);
        if (reader.Mistakes.Count > 0)
        {
            throw new FileRoutesException(reader.Mistakes);
        }
    }

    /// <summary>Applies the rules to each request.</summary>
    public RequestDelegate Apply(RequestDelegate next) => context =>
    {
        // All rules see the path of the client. As in Next.js, headers are set on redirects too.
        foreach (var (source, headers) in _headers)
        {
            if (source.Match(context) is not null)
            {
                headers.Register(context);
            }
        }

        foreach (var (source, destination, status) in _redirects)
        {
            if (source.Match(context) is { } values)
            {
                Redirect(context, destination, status, values);
                return Task.CompletedTask;
            }
        }

        foreach (var (source, destination) in _rewrites)
        {
            if (source.Match(context) is { } values)
            {
                context.Request.QueryString = destination.QueryWith(values, context.Request.QueryString);
                context.Request.Path = destination.PathWith(values);
                break;
            }
        }

        return next(context);
    };

    private static void Redirect(HttpContext context, RuleDestination destination, int status, Func<string, string?> values)
    {
        var path = destination.PathWith(values);
        context.Response.StatusCode = status;
        context.Response.Headers.Location = destination.Origin
            + (destination.Origin.Length == 0 ? context.Request.PathBase.Add(path) : path).ToUriComponent()
            + destination.QueryWith(values, context.Request.QueryString).ToUriComponent()
            + destination.Fragment;
    }
}

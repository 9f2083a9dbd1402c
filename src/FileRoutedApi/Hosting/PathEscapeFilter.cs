using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Rejects a path with an invalid percent-escape with 400, before other middleware reads it. Servers pass such an escape on as text, so two
/// parts of an application could interpret it differently.
/// </summary>
internal sealed class PathEscapeFilter(FileRoutesSettings settings) : IStartupFilter
{
    private readonly PathString _basePath = settings.Table.BasePath.TrimEnd('/');

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context => IsBroken(context)
            ? ProblemResponse.WriteAsync(context, ApiException.BadEscape())
            : following(context));
        next(app);
    };

    private bool IsBroken(HttpContext context) =>
        context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target
        && !RequestPath.HasValidEscapes(target)
        && context.Request.Path.StartsWithSegments(_basePath);
}

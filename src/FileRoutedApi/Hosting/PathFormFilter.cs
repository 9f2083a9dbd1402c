using System.Text;
using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Normalizes the literal segments of a request path to composed characters, so that <c>e</c> with a combining accent matches <c>é.cs</c>.
/// The router compares single characters. The values of route parameters are not changed.
/// </summary>
internal sealed class PathFormFilter(IPublishedFolders folders) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context =>
        {
            if (folders.Current.Table is { ComposedLiterals: { Count: > 0 } literals }
                && context.Request.Path.Value is { } path
                && !Ascii.IsValid(path)
                && Compose(path, literals) is { } composed)
            {
                context.Request.Path = new PathString(composed);
            }

            return following(context);
        });
        next(app);
    };

    /// <returns>Null if nothing changes.</returns>
    private static string? Compose(string path, IReadOnlySet<string> literals)
    {
        var segments = path.Split('/');
        var changes = false;
        for (var i = 0; i < segments.Length; i++)
        {
            if (RouteSegment.Normalize(segments[i]) is var composed && composed != segments[i] && literals.Contains(composed))
            {
                segments[i] = composed;
                changes = true;
            }
        }

        return changes ? string.Join('/', segments) : null;
    }
}

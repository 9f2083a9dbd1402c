using FileRoutedApi.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>The routes as a tree of HTML, in match order.</summary>
internal sealed class RoutesView(DevState state)
{
    /// <param name="filter">What a route has to have in its pattern, methods or file; all of its words.</param>
    public Html Render(string filter)
    {
        var words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var routes = (state.Table?.Routes ?? []).Where(route => words.All(word => SearchText(route).Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        var content = routes.Count > 0 ? Html.Of($"<ul class=\"tree\">{Children(RouteTree.Create(routes).Fork())}</ul>")
            : filter.Length > 0 ? Html.Of($"<p class=\"none\">No route has “{filter}” in its pattern, methods or file.</p>")
            : Html.Of($"<p class=\"none\">There are no routes yet. Create <code>api/hello.cs</code>.</p>");
        return Html.Of($"""<div id="routes">{content}</div>""");
    }

    private IEnumerable<Html> Children(RouteTree node)
    {
        if (node.Route is { } route)
        {
            yield return Row(route, node.Depth);
        }

        foreach (var child in node.Children)
        {
            yield return Branch(child.Fork(), node.Depth);
        }
    }

    /// <summary>A folder that holds one route is that route.</summary>
    private Html Branch(RouteTree node, int parentDepth)
    {
        var routes = node.Routes.ToList();
        if (routes is [var only])
        {
            return Row(only, parentDepth);
        }

        var segments = routes[0].Segments.Skip(parentDepth).Take(node.Depth - parentDepth).ToList();
        return Html.Of(
            $"""
            <li class="branch">
            <details open data-key="{string.Join('/', routes[0].Segments.Take(node.Depth))}">
            <summary><span class="name">{segments.Select(segment => Html.Of($"{Segment(segment)}<i>/</i>"))}</span> <span class="count">{routes.Count}</span></summary>
            <ul>{Children(node)}</ul>
            </details>
            </li>
            """);
    }

    private Html Row(RouteFile route, int depth)
    {
        var module = state.Modules.GetValueOrDefault(route.Path);
        var methods = module?.Methods ?? [];
        return Html.Of(
            $"""
            <li class="route" data-text="{SearchText(route).ToLowerInvariant()}">
            <span class="what"><span class="pattern">{Pattern(route, depth)}</span> <span class="methods">{methods.Select(MethodBadge.Of)}</span></span>
            {ErrorView.Link(state.Root, route.Path, 0, 0)}
            {State(module)}
            <button type="button" class="try" data-pattern="{route.Pattern}" data-methods="{string.Join(' ', methods)}" aria-label="Try {route.Pattern}" hidden>Try</button>
            </li>
            """);
    }

    public static Html Pattern(RouteFile route, int depth)
    {
        if (route.Segments.Count == 0)
        {
            return new Html("/");
        }

        // A route that is the folder itself is still shown by its name.
        var shown = Math.Min(depth, route.Segments.Count - 1);
        var prefix = string.Concat(route.Segments.Take(shown).Select(segment => $"/{segment}"));
        return Html.Of($"<i>{prefix}</i>{route.Segments.Skip(shown).Select(segment => Html.Of($"<i>/</i>{Segment(segment)}"))}");
    }

    private static Html Segment(RouteSegment segment) => segment.Kind == RouteSegmentKind.Static
        ? Html.Of($"{segment.Text}")
        : Html.Of($"""<b class="{(segment.IsCatchAll ? "rest" : "dynamic")}">{segment.ToString()}</b>""");

    private static Html State(ModuleState? module) => module switch
    {
        null => Html.Of($"""<span class="state"></span>"""),
        { Status: ModuleStatus.Broken } => Html.Of($"""<a class="state broken" href="#errors">broken</a>"""),
        { Status: ModuleStatus.Loading } => Html.Of($"""<span class="state loading">loading</span>"""),
        { FromCache: true } => Html.Of($"""<span class="state ready" title="{Since(module)}">cached</span>"""),
        { CompileTime: { } time, CompiledFiles: > 1 } => Html.Of($"""<span class="state ready" title="{module.CompiledFiles} files compiled together in {time.TotalMilliseconds:0} ms; {Since(module)}">ready</span>"""),
        { CompileTime: { } time } => Html.Of($"""<span class="state ready" title="Compiled in {time.TotalMilliseconds:0.0} ms; {Since(module)}">{time.TotalMilliseconds:0} ms</span>"""),
        _ => Html.Of($"""<span class="state ready" title="{Since(module)}">ready</span>"""),
    };

    private static string Since(ModuleState module) =>
        module.LoadedAt is { } at ? $"loaded at {at.ToLocalTime():HH:mm:ss}" : "ready";

    private string SearchText(RouteFile route) =>
        string.Join(' ', [route.Pattern, route.Path, .. state.Modules.GetValueOrDefault(route.Path)?.Methods ?? []]);
}

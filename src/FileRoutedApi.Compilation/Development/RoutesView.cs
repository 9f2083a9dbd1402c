using System.Globalization;
using FileRoutedApi.Development;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Renders the routes as a tree, in match order.</summary>
internal sealed class RoutesView(DevState state)
{
    /// <summary>Renders the tree.</summary>
    /// <param name="filter">Words that a route must all contain in its pattern, methods or file.</param>
    public HtmlFragment Render(string filter)
    {
        var words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var routes = (state.Table?.Routes ?? [])
            .Where(route => words.All(word => SearchText(route).Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        var content = routes.Count > 0 ? HtmlFragment.Of($"<ul class=\"tree\">{Children(RouteTree.Create(routes).Fork())}</ul>")
            : filter.Length > 0 ? HtmlFragment.Of($"<p class=\"none\">No route has “{filter}” in its pattern, methods or file.</p>")
            : HtmlFragment.Of($"<p class=\"none\">There are no routes yet. Create <code>api/hello.cs</code>.</p>");
        return HtmlFragment.Of($"""<div id="routes">{content}</div>""");
    }

    private IEnumerable<HtmlFragment> Children(RouteTree node)
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

    /// <summary>Renders a folder, or its route if it has only one.</summary>
    private HtmlFragment Branch(RouteTree node, int parentDepth)
    {
        var routes = node.Routes.ToList();
        if (routes is [var only])
        {
            return Row(only, parentDepth);
        }

        var name = routes[0].Segments
            .Skip(parentDepth)
            .Take(node.Depth - parentDepth)
            .Select(segment => HtmlFragment.Of($"{Segment(segment)}<i>/</i>"));
        return HtmlFragment.Of(
            $"""
            <li class="branch">
            <details open data-key="{string.Join('/', routes[0].Segments.Take(node.Depth))}">
            <summary><span class="name">{name}</span> <span class="count">{routes.Count}</span></summary>
            <ul>{Children(node)}</ul>
            </details>
            </li>
            """);
    }

    private HtmlFragment Row(RouteFile route, int depth)
    {
        var module = state.Modules.GetValueOrDefault(route.Path);
        var methods = module?.Methods ?? [];
        var pattern = Pattern(route, depth);
        var names = string.Join(' ', methods);
        return HtmlFragment.Of(
            $"""
            <li class="route" data-text="{SearchText(route).ToLowerInvariant()}">
            <span class="what"><span class="pattern">{pattern}</span> <span class="methods">{methods.Select(MethodBadge.Of)}</span></span>
            {ErrorView.Link(state.Folder, route.Path, 0, 0)}
            {State(module, state.IsRunning)}
            {(state.IsRunning ? TryButton(route, names) : HtmlFragment.Empty)}
            {Facts(module)}
            </li>
            """);
    }

    /// <summary>Renders a pattern. Segments above <paramref name="depth"/> are shown as a prefix.</summary>
    public static HtmlFragment Pattern(RouteFile route, int depth)
    {
        if (route.Segments.Count == 0)
        {
            return new HtmlFragment("/");
        }

        // The last segment is always shown, also for the route of the folder itself.
        var shown = Math.Min(depth, route.Segments.Count - 1);
        var prefix = string.Concat(route.Segments.Take(shown).Select(segment => $"/{segment}"));
        var segments = route.Segments.Skip(shown).Select(segment => HtmlFragment.Of($"<i>/</i>{Segment(segment)}"));
        return HtmlFragment.Of($"<i>{prefix}</i>{segments}");
    }

    private static HtmlFragment Segment(RouteSegment segment) => segment.Kind == RouteSegmentKind.Static
        ? HtmlFragment.Of($"{segment.Text}")
        : HtmlFragment.Of($"""<b class="{(segment.IsCatchAll ? "rest" : "dynamic")}">{segment.ToString()}</b>""");

    private static HtmlFragment TryButton(RouteFile route, string methods) => HtmlFragment.Of(
        $"""
        <button type="button" class="try" data-pattern="{route.Pattern}" data-methods="{methods}"
        aria-label="Try {route.Pattern}" hidden>Try</button>
        """);

    private static HtmlFragment Facts(ModuleState? module) => module is not { Facts.Count: > 0 }
        ? HtmlFragment.Empty
        : HtmlFragment.Of($"""<span class="facts">{module.Facts.Select(Fact)}</span>""");

    private static HtmlFragment Fact(RouteFact fact) =>
        HtmlFragment.Of($"""<span class="fact {fact.Kind}" title="{fact.Details}">{fact.Text}</span> """);

    private static HtmlFragment State(ModuleState? module, bool isRunning) => module switch
    {
        null when !isRunning => HtmlFragment.Of($"""<span class="state stopped">not started</span>"""),
        null => HtmlFragment.Of($"""<span class="state"></span>"""),
        { Status: ModuleStatus.Broken } => HtmlFragment.Of($"""<a class="state broken" href="#errors">broken</a>"""),
        { Status: ModuleStatus.Loading } => HtmlFragment.Of($"""<span class="state loading">loading</span>"""),
        { FromCache: true } => HtmlFragment.Of($"""<span class="state ready" title="{Since(module)}">cached</span>"""),
        { CompileTime: { } time, CompiledFiles: > 1 and var files } =>
            Ready(module, $"{files} files compiled together in {Milliseconds(time, "0")}; "),
        { CompileTime: { } time } => Ready(module, $"Compiled in {Milliseconds(time, "0.0")}; ", Milliseconds(time, "0")),
        _ => Ready(module, ""),
    };

    private static HtmlFragment Ready(ModuleState module, string compilation, string text = "ready") =>
        HtmlFragment.Of($"""<span class="state ready" title="{compilation}{Since(module)}">{text}</span>""");

    private static string Milliseconds(TimeSpan time, string format) =>
        $"{time.TotalMilliseconds.ToString(format, CultureInfo.InvariantCulture)} ms";

    private static string Since(ModuleState module) =>
        module.LoadedAt is { } at ? $"loaded at {at.ToLocalTime():HH:mm:ss}" : "ready";

    private string SearchText(RouteFile route) =>
        string.Join(
            ' ',
            [
                route.Pattern, route.Path, .. state.Modules.GetValueOrDefault(route.Path)?.Methods ?? [],
                .. state.Modules.GetValueOrDefault(route.Path)?.Facts.Select(fact => fact.Text) ?? [],
            ]);
}

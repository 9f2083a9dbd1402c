using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>A node of the tree of routes by URL segment, in match order.</summary>
/// <param name="depth">The number of segments above this node.</param>
internal sealed class RouteTree(int depth)
{
    private readonly List<RouteTree> _children = [];

    /// <summary>Gets the number of segments above this node.</summary>
    public int Depth { get; } = depth;

    /// <summary>Gets the route of this URL; null if there is none.</summary>
    public RouteFile? Route { get; private set; }

    public IReadOnlyList<RouteTree> Children => _children;

    /// <summary>Gets the routes of this node and below, in match order.</summary>
    public IEnumerable<RouteFile> Routes => _children.SelectMany(child => child.Routes).Prepend(Route).OfType<RouteFile>();

    /// <summary>Creates the root of a tree.</summary>
    /// <param name="routes">The routes in match order, which keeps the routes of a folder together.</param>
    public static RouteTree Create(IEnumerable<RouteFile> routes)
    {
        var root = new RouteTree(0);
        foreach (var route in routes)
        {
            root.Add(route);
        }

        return root;
    }

    /// <summary>Returns the first node, from this one down, that has a route or several children.</summary>
    public RouteTree Fork() => Route is null && _children is [var only] ? only.Fork() : this;

    private void Add(RouteFile route)
    {
        if (route.Segments.Count == Depth)
        {
            Route = route;
            return;
        }

        if (_children.Count == 0 || !_children[^1].Leads(route))
        {
            _children.Add(new RouteTree(Depth + 1));
        }

        _children[^1].Add(route);
    }

    private bool Leads(RouteFile route) => Routes.First().Segments[Depth - 1] is var own && route.Segments[Depth - 1] is var other
        && own.Kind == other.Kind && own.Text.Equals(other.Text, StringComparison.OrdinalIgnoreCase);
}

using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>The routes as the folders of their URLs, in match order.</summary>
/// <param name="depth">How many segments lead here.</param>
internal sealed class RouteTree(int depth)
{
    private readonly List<RouteTree> _children = [];

    public int Depth { get; } = depth;

    /// <summary>The route of this URL itself.</summary>
    public RouteFile? Route { get; private set; }

    public IReadOnlyList<RouteTree> Children => _children;

    /// <summary>The routes here and below, in match order.</summary>
    public IEnumerable<RouteFile> Routes => _children.SelectMany(child => child.Routes).Prepend(Route).OfType<RouteFile>();

    /// <param name="routes">In match order: those of one folder follow each other.</param>
    public static RouteTree Create(IEnumerable<RouteFile> routes)
    {
        var root = new RouteTree(0);
        foreach (var route in routes)
        {
            root.Add(route);
        }

        return root;
    }

    /// <summary>The first node from here on where there is something to choose.</summary>
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

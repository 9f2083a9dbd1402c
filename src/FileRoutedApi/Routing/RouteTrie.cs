using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>
/// The routes as a tree of segments. A node has any number of static children, and at most one dynamic, one catch-all and one optional
/// catch-all child. Routes match in the order of a depth-first walk through these.
/// </summary>
internal sealed class RouteTrie(List<RouteDiagnostic> diagnostics)
{
    private readonly Node _root = new();

    /// <summary>Adds a route, or reports a diagnostic if it conflicts with a route that was added before.</summary>
    public void Add(RouteFile file)
    {
        var node = _root;
        foreach (var segment in file.Segments)
        {
            if (segment.IsCatchAll && node.CatchAllOfOtherKind(segment) is { } opposite)
            {
                var (optional, required) = segment.Kind == RouteSegmentKind.OptionalCatchAll
                    ? (segment, opposite.Segment)
                    : (opposite.Segment, segment);
                diagnostics.Add(RouteDiagnostics.OptionalBesideRequiredCatchAll(
                    file.Path, optional.ToString(), required.ToString(), opposite.FirstFile.Path));
                return;
            }

            var child = node.GetOrAddChild(segment, file);
            if (segment.Kind != RouteSegmentKind.Static && child.Segment.Text != segment.Text)
            {
                diagnostics.Add(RouteDiagnostics.DifferentSlugNames(
                    file.Path, segment.Text, child.Segment.Text, child.FirstFile.Path));
                return;
            }

            node = child;
        }

        if (node.Route is null)
        {
            node.Route = file;
        }
        else
        {
            diagnostics.Add(node.Route.HasNameOf(file)
                ? RouteDiagnostics.DiffersByCase(file.Path, node.Route.Path)
                : node.Route.Role.IsPage != file.Role.IsPage && node.Route.Folder == file.Folder
                ? RouteDiagnostics.PageBesideRoute(file.Path, file.Pattern, node.Route.Path)
                : RouteDiagnostics.DuplicateRoute(file.Path, file.Pattern, node.Route.Path));
        }
    }

    /// <summary>Reports each route with the same path as an optional catch-all without segments.</summary>
    public void CheckSpecificity()
    {
        foreach (var node in _root.SelfAndDescendants())
        {
            if (node.Route is { } route && node.OptionalCatchAll?.Route is { } optional)
            {
                diagnostics.Add(RouteDiagnostics.SameSpecificity(
                    optional.Path, route.Pattern, optional.Pattern, route.Path));
            }
        }
    }

    public IEnumerable<RouteFile> InMatchOrder() =>
        _root.SelfAndDescendants().Where(node => node.Route is not null).Select(node => node.Route!);

    public RouteMatch? Match(RequestPath path)
    {
        var parameters = new Stack<RouteParameterValue>();
        return Match(_root, path, 0, parameters) is { } file ? new RouteMatch(file, [.. parameters.Reverse()]) : null;
    }

    // Backtracks: if the rest does not match below one child, the next child is tried. Each node has one parent, so a match visits each
    // node at most once.
    private static RouteFile? Match(Node node, RequestPath path, int index, Stack<RouteParameterValue> parameters)
    {
        if (index == path.Matched.Count)
        {
            return node.Route ?? node.OptionalCatchAll?.Route;
        }

        var text = path.Matched[index];
        if (text.Length > 0)
        {
            if (node.Static.TryGetValue(RouteSegment.Normalize(text), out var child)
                && Match(child, path, index + 1, parameters) is { } file)
            {
                return file;
            }

            if (node.Dynamic is { } dynamic)
            {
                parameters.Push(new RouteParameterValue(dynamic.Segment.Text, false, [path.Decoded[index]]));
                if (Match(dynamic, path, index + 1, parameters) is { } found)
                {
                    return found;
                }

                parameters.Pop();
            }
        }

        return MatchRest(node, path, index, parameters);
    }

    private static RouteFile? MatchRest(Node node, RequestPath path, int index, Stack<RouteParameterValue> parameters)
    {
        var catchAll = node.CatchAll ?? node.OptionalCatchAll;
        if (catchAll is null)
        {
            return null;
        }

        string[] rest = [.. path.Decoded.Skip(index).Where(value => value.Length > 0)];
        if (rest.Length > 0)
        {
            parameters.Push(new RouteParameterValue(catchAll.Segment.Text, true, rest));
        }

        return rest.Length > 0 || node.OptionalCatchAll is not null ? catchAll.Route : null;
    }

    private sealed class Node
    {
        // Case-insensitive, like ASP.NET Core routing.
        public Dictionary<string, Node> Static { get; } = new(StringComparer.OrdinalIgnoreCase);

        public Node? Dynamic { get; private set; }

        public Node? CatchAll { get; private set; }

        public Node? OptionalCatchAll { get; private set; }

        public RouteSegment Segment { get; private init; } = null!;

        public RouteFile FirstFile { get; private init; } = null!;

        public RouteFile? Route { get; set; }

        public Node? CatchAllOfOtherKind(RouteSegment segment) =>
            segment.Kind == RouteSegmentKind.OptionalCatchAll ? CatchAll : OptionalCatchAll;

        public Node GetOrAddChild(RouteSegment segment, RouteFile file)
        {
            switch (segment.Kind)
            {
                case RouteSegmentKind.Dynamic:
                    return Dynamic ??= Create();
                case RouteSegmentKind.CatchAll:
                    return CatchAll ??= Create();
                case RouteSegmentKind.OptionalCatchAll:
                    return OptionalCatchAll ??= Create();
                default:
                    if (!Static.TryGetValue(segment.Text, out var child))
                    {
                        Static.Add(segment.Text, child = Create());
                    }

                    return child;
            }

            Node Create() => new() { Segment = segment, FirstFile = file };
        }

        public IEnumerable<Node> SelfAndDescendants()
        {
            var pending = new Stack<Node>([this]);
            while (pending.TryPop(out var node))
            {
                yield return node;
                Push(node.OptionalCatchAll);
                Push(node.CatchAll);
                Push(node.Dynamic);
                foreach (var child in node.Static.Values.OrderByDescending(child => child.Segment.Text, StringComparer.OrdinalIgnoreCase))
                {
                    Push(child);
                }
            }

            void Push(Node? node)
            {
                if (node is not null)
                {
                    pending.Push(node);
                }
            }
        }
    }
}

using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>The result of matching one path against one route, without regard to other routes.</summary>
/// <param name="Depth">The number of segments that match.</param>
/// <param name="CommonPrefix">The number of literal segments among them, from the start of the path.</param>
/// <param name="Failure">The reason why the route does not match; null if it matches.</param>
/// <param name="Parameters">The values of the parameters; null if the route does not match.</param>
internal sealed record RouteAttempt(
    RouteFile File, int Depth, int CommonPrefix, string? Failure, IReadOnlyList<RouteParameterValue>? Parameters)
{
    public bool Matches => Failure is null;

    /// <summary>Gets the text of the path at a literal segment with another text; null if that is not why the route does not match.</summary>
    public string? OtherText { get; private init; }

    /// <summary>Gets whether <see cref="OtherText"/> may be a misspelling of the literal segment.</summary>
    public bool IsSimilar => OtherText is { } text && Spelling.IsClose(text, File.Segments[Depth].Text);

    public static RouteAttempt Create(RouteFile file, RequestPath path)
    {
        var parameters = new List<RouteParameterValue>();
        for (var i = 0; i < file.Segments.Count; i++)
        {
            var segment = file.Segments[i];
            if (segment.IsCatchAll)
            {
                return TakeRest(file, path, i, parameters);
            }

            if (Mismatch(segment, path, i) is { } failure)
            {
                return Failed(i, failure) with
                {
                    OtherText = segment.Kind == RouteSegmentKind.Static && i < path.Matched.Count && path.Matched[i].Length > 0
                        ? path.Matched[i]
                        : null,
                };
            }

            if (segment.Kind == RouteSegmentKind.Dynamic)
            {
                parameters.Add(new RouteParameterValue(segment.Text, false, [path.Decoded[i]]));
            }
        }

        var more = path.Matched.Count - file.Segments.Count;
        return more == 0
            ? new RouteAttempt(file, file.Segments.Count, PrefixOf(file, file.Segments.Count), null, parameters)
            : Failed(
                file.Segments.Count,
                more == 1 ? "the path has one more segment than the pattern" : $"the path has {more} more segments than the pattern");

        RouteAttempt Failed(int depth, string failure) => new(file, depth, PrefixOf(file, depth), failure, null);
    }

    private static RouteAttempt TakeRest(RouteFile file, RequestPath path, int index, List<RouteParameterValue> parameters)
    {
        var segment = file.Segments[index];
        string[] rest = [.. path.Decoded.Skip(index).Where(value => value.Length > 0)];
        if (rest.Length == 0 && segment.Kind == RouteSegmentKind.CatchAll)
        {
            return new RouteAttempt(
                file, index, PrefixOf(file, index), $"a catch-all needs at least one segment, and none is left for {segment}", null);
        }

        if (rest.Length > 0)
        {
            parameters.Add(new RouteParameterValue(segment.Text, true, rest));
        }

        return new RouteAttempt(file, path.Matched.Count, PrefixOf(file, index), null, parameters);
    }

    private static string? Mismatch(RouteSegment segment, RequestPath path, int index)
    {
        if (index == path.Matched.Count)
        {
            return segment.Kind == RouteSegmentKind.Static ? $"the path ends before '{segment}'" : $"the path ends before {segment}";
        }

        var text = path.Matched[index];
        return text.Length == 0 ? $"segment {index + 1} is empty"
            : segment.Kind == RouteSegmentKind.Dynamic
                || string.Equals(RouteSegment.Normalize(text), segment.Text, StringComparison.OrdinalIgnoreCase) ? null
            : $"segment {index + 1} is '{text}', not '{segment}'";
    }

    private static int PrefixOf(RouteFile file, int depth) =>
        file.Segments.Take(depth).TakeWhile(segment => segment.Kind == RouteSegmentKind.Static).Count();
}

namespace FileRoutedApi.Routing;

/// <summary>Explains which file handles a path, and why not the others.</summary>
/// <param name="Match">The result of <see cref="RouteTable.Match"/>; null if no file handles the path.</param>
/// <param name="Candidates">
/// The routes that match, and those closest to the path, one for each reason of failure; in match order.
/// </param>
/// <param name="OmittedCount">The number of routes that are not among the candidates.</param>
internal sealed record RouteExplanation(RouteMatch? Match, IReadOnlyList<RouteCandidate> Candidates, int OmittedCount)
{
    private const int MaxMismatches = 10;

    /// <summary>Gets why routes are omitted; null if none is.</summary>
    public string? OmittedReason => OmittedCount switch
    {
        0 => null,
        1 when Candidates.Count == 0 => "The route of the only file is not close to the path.",
        _ when Candidates.Count == 0 => $"None of the routes of the {OmittedCount} files is close to the path.",
        1 => "1 other file is not shown: its route is not closer to the path than these.",
        _ => $"{OmittedCount} other files are not shown: their routes are not closer to the path than these.",
    };

    /// <summary>Explains the match of a path.</summary>
    /// <param name="routes">The routes in match order: the first that matches handles the path.</param>
    public static RouteExplanation Create(IReadOnlyList<RouteFile> routes, RequestPath path)
    {
        var attempts = routes.Select(file => RouteAttempt.Create(file, path)).ToList();
        var match = attempts.Find(attempt => attempt.Matches);
        var nearest = attempts.Max(attempt => (int?)attempt.CommonPrefix) ?? 0;
        var near = attempts.Where(attempt => !attempt.Matches && attempt.CommonPrefix == nearest).DistinctBy(attempt => attempt.Failure).ToList();

        // Without a match, files that only happen to be in the same folder explain nothing. A typo is explained by the name that is meant.
        var others = near.Where(attempt => attempt.OtherText is not null).ToList();
        var shown = near
            .Where(attempt => match is not null || attempt.OtherText is null || others.Count == 1 || attempt.IsSimilar)
            .OrderByDescending(attempt => attempt.Depth)
            .Take(MaxMismatches)
            .Concat(attempts.Where(attempt => attempt.Matches))
            .ToHashSet();
        return new RouteExplanation(
            match is null ? null : new RouteMatch(match.File, match.Parameters!),
            [.. attempts.Where(shown.Contains).Select(attempt => CandidateOf(attempt, match))],
            attempts.Count - shown.Count);
    }

    private static RouteCandidate CandidateOf(RouteAttempt attempt, RouteAttempt? match) => attempt switch
    {
        { Failure: { } failure } => new RouteCandidate(attempt.File, false, false, failure),
        _ when attempt == match => new RouteCandidate(attempt.File, true, true, DescribeMatch(attempt)),
        _ => new RouteCandidate(
            attempt.File, true, false, $"also matches, but '{match!.File.Path}' takes precedence: {Precedence(match.File, attempt.File)}"),
    };

    private static string DescribeMatch(RouteAttempt attempt)
    {
        var parts = attempt.File.Segments.Where(segment => segment.Kind != RouteSegmentKind.Static).ToList();
        return parts.Count == 0 ? "handles the path: every segment matches" : $"handles the path: {string.Join(", ", parts.Select(Value))}";

        string Value(RouteSegment segment) =>
            attempt.Parameters!.FirstOrDefault(parameter => parameter.Name == segment.Text) is { } found
            ? $"{segment} = {string.Join(", ", found.Values.Select(value => $"'{value}'"))}"
            : $"{segment} is empty";
    }

    /// <summary>Returns the rule by which one of two matching routes takes precedence: the first segment whose kinds differ.</summary>
    private static string Precedence(RouteFile first, RouteFile second)
    {
        var index = first.Segments.Zip(second.Segments).TakeWhile(pair => pair.First.Kind == pair.Second.Kind).Count();
        return index < first.Segments.Count && index < second.Segments.Count
            ? $"{NameOf(first.Segments[index])} before {NameOf(second.Segments[index])}"
            : "it has no optional catch-all";
    }

    private static string NameOf(RouteSegment segment) => segment.Kind switch
    {
        RouteSegmentKind.Static => "predefined",
        RouteSegmentKind.Dynamic => "dynamic",
        RouteSegmentKind.CatchAll => "catch-all",
        _ => "optional catch-all",
    };
}

/// <summary>A route in an explanation.</summary>
/// <param name="Matches">True if the route, taken alone, matches the path.</param>
/// <param name="IsSelected">True if the route handles the path.</param>
/// <param name="Reason">Why the route handles the path, or why not.</param>
internal sealed record RouteCandidate(RouteFile File, bool Matches, bool IsSelected, string Reason);

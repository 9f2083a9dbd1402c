namespace FileRoutedApi.Routing;

/// <summary>Why a path is answered by the file that answers it: what became of each route, in match order.</summary>
/// <param name="Match">What <see cref="RouteTable.Match"/> says; null where no file answers.</param>
/// <param name="Candidates">The routes worth a look: those that match, and of the others those nearest to the path, one for each reason.</param>
/// <param name="LeftOut">How many routes are not among them.</param>
internal sealed record RouteExplanation(RouteMatch? Match, IReadOnlyList<RouteCandidate> Candidates, int LeftOut)
{
    private const int MostThatDoNotMatch = 10;

    /// <summary>What became of the routes that are left out; null where there is none.</summary>
    public string? LeftOutReason => LeftOut switch
    {
        0 => null,
        1 => "1 other file is not shown: its route is not closer to the path than these.",
        _ => $"{LeftOut} other files are not shown: their routes are not closer to the path than these.",
    };

    /// <param name="routes">In match order, so the first that matches is the one that answers.</param>
    public static RouteExplanation Create(IReadOnlyList<RouteFile> routes, RequestPath path)
    {
        var attempts = routes.Select(file => RouteAttempt.Make(file, path)).ToList();
        var answer = attempts.Find(attempt => attempt.Matches);
        var nearest = attempts.Max(attempt => (int?)attempt.CommonPrefix) ?? 0;
        var shown = attempts
            .Where(attempt => !attempt.Matches && attempt.CommonPrefix == nearest)
            .DistinctBy(attempt => attempt.Failure)
            .OrderByDescending(attempt => attempt.Depth)
            .Take(MostThatDoNotMatch)
            .Concat(attempts.Where(attempt => attempt.Matches))
            .ToHashSet();
        return new RouteExplanation(
            answer is null ? null : new RouteMatch(answer.File, answer.Parameters!),
            [.. attempts.Where(shown.Contains).Select(attempt => CandidateOf(attempt, answer))],
            attempts.Count - shown.Count);
    }

    private static RouteCandidate CandidateOf(RouteAttempt attempt, RouteAttempt? answer) => attempt switch
    {
        { Failure: { } failure } => new RouteCandidate(attempt.File, false, false, failure),
        _ when attempt == answer => new RouteCandidate(attempt.File, true, true, Answers(attempt)),
        _ => new RouteCandidate(attempt.File, true, false, $"also matches, but '{answer!.File.Path}' takes precedence: {Precedence(answer.File, attempt.File)}"),
    };

    private static string Answers(RouteAttempt attempt)
    {
        var parts = attempt.File.Segments.Where(segment => segment.Kind != RouteSegmentKind.Static).ToList();
        return parts.Count == 0 ? "handles the path: every segment matches" : $"handles the path: {string.Join(", ", parts.Select(Value))}";

        string Value(RouteSegment segment) => attempt.Parameters!.FirstOrDefault(parameter => parameter.Name == segment.Text) is { } found
            ? $"{segment} = {string.Join(", ", found.Values.Select(value => $"'{value}'"))}"
            : $"{segment} is empty";
    }

    /// <summary>What decides between two routes that match: the first segment in which they differ.</summary>
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

/// <summary>One route, and what became of it.</summary>
/// <param name="Matches">Whether it matches the path, taken alone.</param>
/// <param name="Answers">Whether it is the one that answers.</param>
/// <param name="Reason">Why or why not.</param>
internal sealed record RouteCandidate(RouteFile File, bool Matches, bool Answers, string Reason);

using System.Text;

namespace FileRoutedApi.Routing;

/// <summary>What a segment of a route matches, in the order of precedence.</summary>
internal enum RouteSegmentKind
{
    Static,
    Dynamic,
    CatchAll,
    OptionalCatchAll,
}

/// <summary>One segment of a route.</summary>
/// <param name="Text">The literal text, or the name of the parameter without its brackets.</param>
/// <remarks>A class, not a struct: <see cref="List{T}"/> of reference types shares precompiled code, which shortens the start.</remarks>
internal sealed record RouteSegment(RouteSegmentKind Kind, string Text)
{
    /// <summary>Gets a segment that matches everything below a folder. Its name cannot collide with a parameter in practice.</summary>
    public static RouteSegment Rest { get; } = new(RouteSegmentKind.OptionalCatchAll, "__rest");

    /// <summary>
    /// Returns the composed form of a name (Unicode normalization form C). macOS and some tools write <c>é</c> as two characters, clients
    /// as one, and both are the same name.
    /// </summary>
    public static string Normalize(string text)
    {
        try
        {
            return Ascii.IsValid(text) ? text : text.Normalize();
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normalization form.
            return text;
        }
    }

    public bool IsCatchAll => Kind is RouteSegmentKind.CatchAll or RouteSegmentKind.OptionalCatchAll;

    /// <summary>Returns the segment as it is written in a file name.</summary>
    public override string ToString() => Kind switch
    {
        RouteSegmentKind.Static => Text,
        RouteSegmentKind.Dynamic => $"[{Text}]",
        RouteSegmentKind.CatchAll => $"[...{Text}]",
        _ => $"[[...{Text}]]",
    };
}

using System.Text;

namespace FileRoutedApi.Routing;

/// <summary>What a segment of a route matches. The values are in the order of precedence.</summary>
internal enum RouteSegmentKind
{
    Static,
    Dynamic,
    CatchAll,
    OptionalCatchAll,
}

/// <summary>One part of a route between two slashes. A class: lists of it are then code that the framework has compiled already.</summary>
/// <param name="Text">The literal text, or the name of the parameter without its brackets.</param>
internal sealed record RouteSegment(RouteSegmentKind Kind, string Text)
{
    /// <summary>Everything below a folder; its name is not one that a user's parameter would have.</summary>
    public static RouteSegment Rest { get; } = new(RouteSegmentKind.OptionalCatchAll, "__rest");

    /// <summary>
    /// Composes the characters of a name (Unicode normalization form C). macOS and some tools write <c>é</c> as two characters, clients as
    /// one, and both mean one name.
    /// </summary>
    public static string Normalize(string text)
    {
        try
        {
            return Ascii.IsValid(text) ? text : text.Normalize();
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair is not in any form.
            return text;
        }
    }

    public bool IsCatchAll => Kind is RouteSegmentKind.CatchAll or RouteSegmentKind.OptionalCatchAll;

    /// <summary>The segment as it is written in a file name.</summary>
    public override string ToString() => Kind switch
    {
        RouteSegmentKind.Static => Text,
        RouteSegmentKind.Dynamic => $"[{Text}]",
        RouteSegmentKind.CatchAll => $"[...{Text}]",
        _ => $"[[...{Text}]]",
    };
}

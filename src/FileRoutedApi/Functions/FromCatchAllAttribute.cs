using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// Binds an array to the decoded segments of a catch-all. The array is empty if an optional catch-all matches no segment. An array
/// parameter with the name of the catch-all does not need the attribute, but a member of a type with <c>[AsParameters]</c> does.
/// </summary>
/// <example><code>// api/post/[...slug].cs
/// string GET(string[] slug) => string.Join(", ", slug);</code></example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FromCatchAllAttribute : Attribute, IFromQueryMetadata
{
    /// <summary>Gets or sets the name of the catch-all, if the parameter has a different name.</summary>
    public string? Name { get; set; }
}

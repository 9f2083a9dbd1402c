using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// Binds an array to the decoded segments of a catch-all. An optional catch-all without segments is an empty array. An array parameter of
/// a function with the name of the catch-all is bound that way without the attribute; a member of a type with <c>[AsParameters]</c> needs
/// it.
/// </summary>
/// <example><code>// api/post/[...slug].cs
/// string GET(string[] slug) => string.Join(", ", slug);</code></example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FromCatchAllAttribute : Attribute, IFromQueryMetadata
{
    /// <summary>Gets or sets the name of the catch-all, if it differs from the name of the parameter.</summary>
    public string? Name { get; set; }
}

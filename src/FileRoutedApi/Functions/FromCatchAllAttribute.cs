using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi;

/// <summary>
/// Binds an array to the segments of a catch-all, one element each, decoded; an optional catch-all without any is an
/// empty array. A parameter of a function that is an array and has the name of the catch-all binds so by itself;
/// inside a type with <c>[AsParameters]</c> the attribute says it.
/// </summary>
/// <example><code>// api/post/[...slug].cs
/// string GET(string[] slug) => string.Join(", ", slug);</code></example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FromCatchAllAttribute : Attribute, IFromQueryMetadata
{
    /// <summary>The name of the catch-all where the parameter has another.</summary>
    public string? Name { get; set; }
}

using System.Diagnostics.CodeAnalysis;

namespace FileRoutedApi;

/// <summary>
/// Calls the next <c>_middleware.cs</c> below, and finally the function of the route file.
/// </summary>
/// <param name="path">
/// A path of this application to which the request is rewritten; null to keep the path. The client does not see the rewrite. The query
/// string is kept unless the path has one. A <c>_middleware.cs</c> above the new path runs, unless it has already run for this request.
/// </param>
/// <returns>A task that completes when the request has been handled.</returns>
/// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "The established name.")]
public delegate Task Next(string? path = null);

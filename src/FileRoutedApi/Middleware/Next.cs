using System.Diagnostics.CodeAnalysis;

namespace FileRoutedApi;

/// <summary>Runs the next <c>_middleware.cs</c>, or the route file after the last one, and returns when the response is complete.</summary>
/// <param name="path">
/// Rewrites the request to another path of this application. The client does not notice. The query string is replaced only if the path has
/// one. Every <c>_middleware.cs</c> above the new path runs, except those that have run for this request already.
/// </param>
/// <returns>A task that completes with the response.</returns>
/// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "The word that everybody knows for it.")]
public delegate Task Next(string? path = null);

using System.Diagnostics.CodeAnalysis;

namespace FileRoutedApi;

/// <summary>
/// Goes on to the next <c>_middleware.cs</c> further in, and then to the file that answers; comes back when they have answered.
/// </summary>
/// <param name="path">
/// A path of this application to answer instead of the one that was asked for: a rewrite, of which the client sees nothing. The
/// query string stays what it is unless the path brings one. What has passed already is not passed again; a
/// <c>_middleware.cs</c> above the new path that has not been passed is.
/// </param>
/// <returns>A task that ends when the request was answered.</returns>
/// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
[SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "The established name.")]
public delegate Task Next(string? path = null);

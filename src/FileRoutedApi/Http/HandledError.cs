namespace FileRoutedApi.Http;

/// <summary>The feature with the error that a folder's <c>_error.cs</c> handles.</summary>
/// <param name="Exception">The exception.</param>
/// <param name="Problem">The response without <c>_error.cs</c>; a 500 for an unhandled exception.</param>
internal sealed record HandledError(Exception Exception, ApiException Problem);

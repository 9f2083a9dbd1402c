namespace FileRoutedApi.Http;

/// <summary>The feature with the error that a folder's <c>_error.cs</c> responds to.</summary>
/// <param name="Exception">What was thrown.</param>
/// <param name="Problem">The response that it would have without the file; a 500 for an exception that nothing handled.</param>
internal sealed record HandledError(Exception Exception, ApiException Problem);

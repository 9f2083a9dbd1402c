namespace FileRoutedApi.Hosting;

/// <summary>The feature with the exception that a folder's <c>_error.cs</c> responds to.</summary>
internal sealed record HandledError(Exception Exception);

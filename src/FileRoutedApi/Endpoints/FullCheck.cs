namespace FileRoutedApi.Endpoints;

/// <summary>
/// A marker that <c>check</c> and <c>build</c> register. A built folder is then checked as completely as source files, which takes longer.
/// </summary>
internal sealed class FullCheck;

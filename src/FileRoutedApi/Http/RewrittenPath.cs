namespace FileRoutedApi.Http;

/// <summary>The feature with the path that a middleware continues with, as it was written: still encoded.</summary>
internal sealed record RewrittenPath(string Text);

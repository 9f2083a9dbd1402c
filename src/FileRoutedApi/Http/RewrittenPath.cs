namespace FileRoutedApi.Http;

/// <summary>The feature with the path to which a middleware rewrites the request, still encoded.</summary>
internal sealed record RewrittenPath(string Text);

namespace FileRoutedApi.Host.Logging;

/// <summary>The number of static files, as text.</summary>
internal static class StaticFileCount
{
    /// <summary>Returns <c>1 static file</c>, <c>2 static files</c> and so on.</summary>
    public static string Of(int count) => count == 1 ? "1 static file" : $"{count} static files";
}

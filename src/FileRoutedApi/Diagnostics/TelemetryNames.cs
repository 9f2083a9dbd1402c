namespace FileRoutedApi.Diagnostics;

/// <summary>The names of metrics and traces.</summary>
internal static class TelemetryNames
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Source = "FileRoutedApi";

    /// <summary>The tag with the path of a file.</summary>
    public const string FileTag = "fileroutes.file";

    /// <summary>The tag with the type of an exception, or another short word for what went wrong.</summary>
    public const string ErrorTag = "error.type";
}

namespace FileRoutedApi.Host.Logging;

/// <summary>The number of jobs, as text.</summary>
internal static class JobCount
{
    /// <summary>Returns <c>1 job</c>, <c>2 jobs</c> and so on.</summary>
    public static string Of(int count) => count == 1 ? "1 job" : $"{count} jobs";
}

namespace FileRoutedApi.Hosting;

/// <summary>The package that runs the files in <c>jobs/</c>.</summary>
internal static class JobsPackage
{
    /// <summary>Returns true if the application has the package, whether it calls <c>AddJobs</c> or not.</summary>
    public static bool IsReferenced() =>
        AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is string files
        && files.Contains($"{nameof(FileRoutedApi)}.Jobs.dll", StringComparison.OrdinalIgnoreCase);
}

namespace FileRoutedApi.Diagnostics;

/// <summary>The reasons that diagnostics name where there is no text of the framework or of a tool.</summary>
internal static class ReasonTexts
{
    public const string FileNotFound = "it does not exist";
    public const string AccessDenied = "access is denied";
    public const string SdkFailed = "dotnet build failed";

    public static string SdkTimeout(double minutes) => $"the SDK did not finish within {minutes} minutes";

    public static string CompilerVersion(Version? needed, Version? own) =>
        $"it needs version {needed} of the compiler, but this compiler is {own}";

    public static string ExitCode(string program, int code) => $"{program} exited with code {code}";

    public static string PreviousOutput(string reason, string folder) => $"{reason.TrimEnd('.')}. The previous output is in '{folder}'";
}

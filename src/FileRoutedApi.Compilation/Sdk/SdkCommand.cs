using System.Diagnostics;

namespace FileRoutedApi.Compilation.Sdk;

/// <summary>A command of the .NET SDK, or of a tool that it has installed.</summary>
internal static class SdkCommand
{
    /// <summary>Prepares a process. Its texts are English, because errors are found in them.</summary>
    public static ProcessStartInfo Create(string program, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // The first 'dotnet' command of a user creates a development certificate, unless it is told not to.
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        return start;
    }
}

namespace FileRoutedApi.Host.Building;

/// <summary>The program that this process runs on.</summary>
internal static class DotnetProgram
{
    /// <summary>Its absolute path; its name alone where the runtime is not where an installation has it.</summary>
    public static string Path
    {
        get
        {
            // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
            var root = new FileInfo(typeof(object).Assembly.Location).Directory?.Parent?.Parent?.Parent?.FullName;
            var program = System.IO.Path.Combine(root ?? "", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return File.Exists(program) ? program : "dotnet";
        }
    }
}

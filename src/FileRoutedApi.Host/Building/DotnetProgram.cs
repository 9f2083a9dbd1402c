namespace FileRoutedApi.Host.Building;

/// <summary>Locates the <c>dotnet</c> program that runs this process.</summary>
internal static class DotnetProgram
{
    /// <summary>Gets its absolute path, or its name alone if the runtime is not inside a .NET installation.</summary>
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

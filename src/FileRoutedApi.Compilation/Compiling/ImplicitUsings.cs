namespace FileRoutedApi.Compilation.Compiling;

/// <summary>The namespaces that every route file sees: those of an ASP.NET Core project, and this library's.</summary>
internal static class ImplicitUsings
{
    private static readonly string[] _namespaces =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Net.Http.Json",
        "System.Threading",
        "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
        "FileRoutedApi",
    ];

    public static string Text { get; } = string.Concat(_namespaces.Select(name => $"global using global::{name};\n"));
}

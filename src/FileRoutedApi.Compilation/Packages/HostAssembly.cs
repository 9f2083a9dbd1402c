using System.Diagnostics;
using System.Reflection;
using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>How an assembly of a package relates to the application's own assembly of the same name.</summary>
internal enum HostCopy
{
    /// <summary>The application has none: the package's is used.</summary>
    Absent,

    /// <summary>The application's is not older, and is used.</summary>
    Used,

    /// <summary>The application's is older, and the package's is used instead.</summary>
    Replaced,

    /// <summary>The application's is older by its file version only. It is used, because its types are shared.</summary>
    Older,

    /// <summary>The application's is older, so that the package's callers cannot bind to it, and its types are shared.</summary>
    TooOld,
}

/// <summary>Compares assemblies of packages with those of the application.</summary>
internal static class HostAssembly
{
    /// <summary>
    /// The assemblies of which the host gives no object to route files and takes none from them. Route files may have a newer
    /// copy of their own. All others are shared, and so are those of an application around the library.
    /// </summary>
    private static readonly HashSet<string> _private = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.AspNetCore.DataProtection.StackExchangeRedis",
        "Microsoft.Extensions.DependencyModel",
        "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        "OpenTelemetry.Instrumentation.AspNetCore",
        "OpenTelemetry.Instrumentation.Http",
        "OpenTelemetry.Instrumentation.Runtime",
        "Serilog.Formatting.Compact",
        "Serilog.Settings.Configuration",
        "Serilog.Sinks.Console",
        "Serilog.Sinks.Debug",
        "Serilog.Sinks.File",
        "Swashbuckle.AspNetCore.SwaggerUI",
        "System.CommandLine",
        "System.IO.Hashing",
    };

    /// <summary>The version of an assembly: that which callers bind to.</summary>
    public static Version VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version ?? new Version();

    /// <summary>Compares a file of a package.</summary>
    public static HostCopy Compare(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (ReferenceFiles.IsHidden(name) || !ReferenceFiles.Host.TryGetValue(name, out var host))
        {
            return HostCopy.Absent;
        }

        var order = VersionOf(file).CompareTo(VersionOf(host));

        // A file of the framework is not replaced within one assembly version: patches of it belong to the machine.
        var isNewer = order > 0 || (order == 0 && ReferenceFiles.IsOfApplication(host) && FileVersionOf(file) > FileVersionOf(host));
        return (isNewer, _private.Contains(name)) switch
        {
            (false, _) => HostCopy.Used,
            (_, true) => HostCopy.Replaced,
            _ => order > 0 ? HostCopy.TooOld : HostCopy.Older,
        };
    }

    /// <summary>The version of the file itself, which changes with every release.</summary>
    public static Version FileVersionOf(string file)
    {
        var version = FileVersionInfo.GetVersionInfo(file);
        return new Version(version.FileMajorPart, version.FileMinorPart, version.FileBuildPart, version.FilePrivatePart);
    }
}

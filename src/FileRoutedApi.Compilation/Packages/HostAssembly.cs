using System.Diagnostics;
using System.Reflection;
using FileRoutedApi.Compilation.Files;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>How an assembly of a package compares to the application's assembly of the same name.</summary>
internal enum HostCopy
{
    /// <summary>The application does not have the assembly, so the package's is used.</summary>
    Absent,

    /// <summary>The application's assembly is the same or newer, so it is used.</summary>
    Used,

    /// <summary>The application's assembly is older, so the package's is used.</summary>
    Replaced,

    /// <summary>The application's assembly has an older file version. It is used anyway, because its types are shared.</summary>
    Older,

    /// <summary>
    /// The application's assembly has an older assembly version. Code that refers to the package's version cannot use it, and it cannot be
    /// replaced, because its types are shared.
    /// </summary>
    TooOld,
}

/// <summary>Compares assemblies of packages with those of the application.</summary>
internal static class HostAssembly
{
    /// <summary>
    /// The assemblies whose objects the host neither passes to route files nor gets from them. Route files can have a newer copy of these.
    /// All other assemblies are shared, and so are those of an application that embeds the library.
    /// </summary>
    private static readonly HashSet<string> _private = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.AspNetCore.DataProtection.StackExchangeRedis",
        "Microsoft.Extensions.DependencyModel",
        "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        "OpenTelemetry.Instrumentation.AspNetCore",
        "OpenTelemetry.Instrumentation.Http",
        "OpenTelemetry.Instrumentation.Runtime",
        "Scalar.AspNetCore",
        "Serilog.Formatting.Compact",
        "Serilog.Settings.Configuration",
        "Serilog.Sinks.Console",
        "Serilog.Sinks.Debug",
        "Serilog.Sinks.File",
        "Swashbuckle.AspNetCore.SwaggerUI",
        "System.CommandLine",
        "System.IO.Hashing",
    };

    /// <summary>Returns the version of an assembly, which its callers refer to.</summary>
    public static Version VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version ?? new Version();

    /// <summary>Compares a file of a package with that of the application.</summary>
    public static HostCopy Compare(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (ReferenceFiles.IsHidden(name) || !ReferenceFiles.Host.TryGetValue(name, out var host))
        {
            return HostCopy.Absent;
        }

        var order = VersionOf(file).CompareTo(VersionOf(host));

        // A framework file of the same assembly version is not replaced: the machine's installation decides about patches.
        var isNewer = order > 0 || (order == 0 && ReferenceFiles.IsOfApplication(host) && FileVersionOf(file) > FileVersionOf(host));
        return (isNewer, _private.Contains(name)) switch
        {
            (false, _) => HostCopy.Used,
            (_, true) => HostCopy.Replaced,
            _ => order > 0 ? HostCopy.TooOld : HostCopy.Older,
        };
    }

    /// <summary>Returns the version of a file, which changes with every release.</summary>
    public static Version FileVersionOf(string file)
    {
        var version = FileVersionInfo.GetVersionInfo(file);
        return new Version(version.FileMajorPart, version.FileMinorPart, version.FileBuildPart, version.FilePrivatePart);
    }
}

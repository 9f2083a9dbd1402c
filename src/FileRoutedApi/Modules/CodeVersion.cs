using System.IO.Hashing;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace FileRoutedApi.Modules;

/// <summary>Computes versions of code from its contents: the module version id of an assembly, and the hash of any other file.</summary>
internal static class CodeVersion
{
    private static readonly Lazy<string> _application = new(() => Of([Assembly.GetEntryAssembly()], FilesOfApplication()));

    /// <summary>Gets the version of the running application. It covers every assembly except those of the shared frameworks.</summary>
    public static string Application => _application.Value;

    /// <summary>Returns the version of loaded assemblies and of files, which need not be loaded.</summary>
    public static string Of(IEnumerable<Assembly?> assemblies, IEnumerable<string> files)
    {
        var text = new StringBuilder();
        foreach (var assembly in assemblies.OfType<Assembly>())
        {
            text.Append(assembly.GetName().Name).Append(' ').Append(assembly.ManifestModule.ModuleVersionId).Append('\n');
        }

        // Sorted by name and not by path, because the machines of one deployment may have their files in different places.
        foreach (var file in files.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            text.Append(Path.GetFileName(file)).Append(' ').Append(VersionOf(file)).Append('\n');
        }

        return Combine(text.ToString());
    }

    /// <summary>Combines versions and other texts into one short version.</summary>
    public static string Combine(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    private static IEnumerable<string> FilesOfApplication()
    {
        var own = AppContext.BaseDirectory;
        var frameworks = new[] { typeof(object).Assembly, typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly }
            .Select(assembly => Path.GetDirectoryName(assembly.Location))
            .ToHashSet();
        return ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(file => file.StartsWith(own, StringComparison.Ordinal) || !frameworks.Contains(Path.GetDirectoryName(file)));
    }

    private static string VersionOf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } metadata)
            {
                return metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString();
            }
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            // A native library has no module version id.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }

        return Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(file)));
    }
}

using System.Reflection;
using System.Runtime.Loader;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation.Loading;

/// <summary>
/// The assemblies that the settings add: those that route files refer to, and the one that replaces the <c>_lib</c> folders.
/// </summary>
internal sealed class ConfiguredAssemblies
{
    private readonly List<string> _references = [];

    private ConfiguredAssemblies()
    {
    }

    /// <summary>Gets the files to compile against, without those that are references by default.</summary>
    public IReadOnlyList<string> References => _references;

    /// <summary>Gets the assembly that has the shared code; null if the <c>_lib</c> folders have it.</summary>
    public Assembly? Shared { get; private set; }

    /// <summary>Gets the documentation comments of the shared code; null if there are none.</summary>
    public byte[]? SharedDocumentation => Shared is { } shared && Path.ChangeExtension(shared.Location, ".xml") is var file && File.Exists(file)
        ? File.ReadAllBytes(file)
        : null;

    /// <summary>Loads the assemblies. One that cannot be loaded is a diagnostic.</summary>
    /// <param name="root">The folder that paths in the settings are relative to.</param>
    /// <param name="known">The files that the code is compiled against already, besides those of the application.</param>
    public static ConfiguredAssemblies Load(
        FileRoutesSettings settings, string root, IReadOnlyList<string> known, List<RouteDiagnostic> diagnostics)
    {
        var assemblies = new ConfiguredAssemblies();
        foreach (var name in settings.References)
        {
            assemblies.AddReference(Load(nameof(FileRoutesOptions.References), name, root, diagnostics), known);
        }

        if (settings.SharedAssembly is { } sharedName)
        {
            assemblies.Shared = Load(nameof(FileRoutesOptions.SharedAssembly), sharedName, root, diagnostics);
            assemblies.AddReference(assemblies.Shared, known);
        }

        return assemblies;
    }

    private void AddReference(Assembly? assembly, IReadOnlyList<string> known)
    {
        if (assembly is not null && !ReferenceFiles.All.Concat(known).Concat(_references).Any(file =>
            string.Equals(Path.GetFileName(file), Path.GetFileName(assembly.Location), StringComparison.OrdinalIgnoreCase)))
        {
            _references.Add(assembly.Location);
        }
    }

    private static Assembly? Load(string setting, string name, string root, List<RouteDiagnostic> diagnostics)
    {
        try
        {
            return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                ? AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(name, root))
                : Assembly.Load(new AssemblyName(name));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or ArgumentException)
        {
            diagnostics.Add(RouteDiagnostics.AssemblyNotFound(setting, name, exception.Message.Split('\n')[0].Trim()));
            return null;
        }
    }
}

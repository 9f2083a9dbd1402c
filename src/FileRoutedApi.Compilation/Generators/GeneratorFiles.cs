using FileRoutedApi.Compilation.Sdk;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>
/// The source generators that the code of a folder may use: those of the framework by the attributes that they look for, and
/// those of packages. It knows their files only; nothing of them or of the compiler is loaded.
/// </summary>
/// <remarks>
/// The framework's generators that add code without an attribute of the user's (request delegates, configuration binding,
/// validation, a public <c>Program</c>) are left out: they replace calls by interceptors, which a file has to be built for.
/// </remarks>
internal sealed class GeneratorFiles
{
    private const string NetCore = "Microsoft.NETCore.App.Ref";
    private const string AspNetCore = "Microsoft.AspNetCore.App.Ref";

    // It writes what the framework's does, and more; its package takes that one out of a project.
    private const string OtherLogging = "Microsoft.Gen.Logging.dll";
    private const string Logging = "Microsoft.Extensions.Logging.Generators.dll";

    private static readonly Dictionary<string, (string Pack, string File)> _byAttribute = new(StringComparer.Ordinal)
    {
        ["GeneratedRegex"] = (NetCore, "System.Text.RegularExpressions.Generator.dll"),
        ["JsonSerializable"] = (NetCore, "System.Text.Json.SourceGeneration.dll"),
        ["LibraryImport"] = (NetCore, "Microsoft.Interop.LibraryImportGenerator.dll"),
        ["GeneratedComInterface"] = (NetCore, "Microsoft.Interop.ComInterfaceGenerator.dll"),
        ["GeneratedComClass"] = (NetCore, "Microsoft.Interop.ComInterfaceGenerator.dll"),
        ["JSImport"] = (NetCore, "Microsoft.Interop.JavaScript.JSImportGenerator.dll"),
        ["JSExport"] = (NetCore, "Microsoft.Interop.JavaScript.JSImportGenerator.dll"),
        ["LoggerMessage"] = (AspNetCore, Logging),
        ["OptionsValidator"] = (AspNetCore, "Microsoft.Extensions.Options.SourceGeneration.dll"),
    };

    // Packages of Microsoft.Extensions bring the framework's generators too.
    private static readonly HashSet<string> _ofFramework =
    [
        .. _byAttribute.Values.Select(generator => generator.File),
        "Microsoft.Interop.SourceGeneration.dll",
        "Microsoft.AspNetCore.App.SourceGenerators.dll",
        "Microsoft.AspNetCore.Http.RequestDelegateGenerator.dll",
        "Microsoft.Extensions.Configuration.Binder.SourceGeneration.dll",
        "Microsoft.Extensions.Validation.ValidationsGenerator.dll",
    ];

    private readonly Lazy<Dictionary<string, string>> _packs = new(() => new[] { NetCore, AspNetCore }
        .Select(pack => (Pack: pack, Folder: TargetingPacks.Find(pack)))
        .Where(found => found.Folder is not null)
        .ToDictionary(found => found.Pack, found => found.Folder!));

    private readonly bool _hasOtherLogging;

    /// <param name="ofPackages">The analyzers and generators of packages.</param>
    public GeneratorFiles(IReadOnlyList<string> ofPackages)
    {
        OfPackages = [.. ofPackages.Where(file => !_ofFramework.Contains(Path.GetFileName(file)))];
        _hasOtherLogging = OfPackages.Any(file => Path.GetFileName(file) == OtherLogging);
    }

    /// <summary>Those of packages. Whether there is a generator in them is known when they are read.</summary>
    public IReadOnlyList<string> OfPackages { get; }

    /// <summary>What stands for all of them in a key.</summary>
    public string Key => string.Join('\n', OfPackages.Concat(_packs.Value.Values));

    /// <summary>Whether an attribute is one for which a generator of the framework writes code.</summary>
    /// <param name="attribute">Its name without namespace and suffix.</param>
    /// <param name="file">The file of the generator; null where it is not on this machine.</param>
    public bool IsOfFramework(string attribute, out string? file)
    {
        file = null;
        if (!_byAttribute.TryGetValue(attribute, out var generator) || (_hasOtherLogging && generator.File == Logging))
        {
            return false;
        }

        file = _packs.Value.TryGetValue(generator.Pack, out var folder) && Path.Combine(folder, generator.File) is var found && File.Exists(found) ? found : null;
        return true;
    }
}

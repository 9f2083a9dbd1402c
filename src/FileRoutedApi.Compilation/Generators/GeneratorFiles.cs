using FileRoutedApi.Compilation.Sdk;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>
/// The files of the source generators that a folder can use: those of the framework, each with the attributes it looks for, and those of
/// packages. Using this class loads neither a generator nor the compiler.
/// </summary>
/// <remarks>
/// The framework's generators that work without an attribute (request delegates, configuration binding, validation, a public
/// <c>Program</c>) are left out: most of them replace calls by interceptors, which have no place in a wrapped file.
/// </remarks>
internal sealed class GeneratorFiles
{
    private const string NetCore = "Microsoft.NETCore.App.Ref";
    private const string AspNetCore = "Microsoft.AspNetCore.App.Ref";

    // This generator writes a superset of the code of the framework's logging generator. In a project, its package disables the
    // framework's.
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

    // Microsoft.Extensions packages contain copies of the framework's generators.
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

    /// <summary>Gets the files of packages. They may contain analyzers only.</summary>
    public IReadOnlyList<string> OfPackages { get; }

    /// <summary>Gets the part of a compilation key that identifies the generators.</summary>
    public string Key => string.Join('\n', OfPackages.Concat(_packs.Value.Values));

    /// <summary>Returns true if a generator of the framework looks for an attribute.</summary>
    /// <param name="attribute">The name of the attribute, without namespace and suffix.</param>
    /// <param name="file">The file of the generator; null if it is not on this machine.</param>
    public bool IsOfFramework(string attribute, out string? file)
    {
        file = null;
        if (!_byAttribute.TryGetValue(attribute, out var generator) || (_hasOtherLogging && generator.File == Logging))
        {
            return false;
        }

        file = _packs.Value.TryGetValue(generator.Pack, out var folder)
            && Path.Combine(folder, generator.File) is var found && File.Exists(found)
                ? found
                : null;
        return true;
    }
}

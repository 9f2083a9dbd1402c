using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>The project properties that generators read, with the values of a file-based program.</summary>
internal sealed class GeneratorSettings(string root) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(new(StringComparer.OrdinalIgnoreCase)
    {
        ["build_property.TargetFramework"] = $"net{Environment.Version.Major}.0",
        ["build_property.TargetFrameworkIdentifier"] = ".NETCoreApp",
        ["build_property.TargetFrameworkVersion"] = $"v{Environment.Version.Major}.0",
        ["build_property.RootNamespace"] = "",
        ["build_property.ProjectDir"] = root + Path.DirectorySeparatorChar,
        ["build_property.ImplicitUsings"] = "enable",
        ["build_property.Nullable"] = "enable",
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Values.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Values.None;

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static Values None { get; } = new([]);

        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}

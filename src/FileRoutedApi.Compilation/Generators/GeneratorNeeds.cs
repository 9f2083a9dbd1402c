using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>Finds the source generators that a file needs, from its syntax alone.</summary>
internal static class GeneratorNeeds
{
    private const string Suffix = "Attribute";

    /// <summary>Returns the files of the generators that may write code for a source.</summary>
    public static IReadOnlyList<string> Find(RouteSource source, GeneratorFiles files)
    {
        var attributes = AttributesOf(source);
        var isPartial = IsPartial(source);
        var found = new List<string>();
        foreach (var attribute in isPartial ? attributes : [])
        {
            if (files.IsOfFramework(attribute.Name, out var file) && file is not null)
            {
                found.Add(file);
            }
        }

        // The attributes that a generator of a package looks for are unknown, so every attribute counts.
        return [.. found.Distinct(), .. isPartial || attributes.Count > 0 ? files.OfPackages : []];
    }

    /// <summary>Returns a diagnostic for each attribute whose generator is not on this machine.</summary>
    public static IEnumerable<RouteDiagnostic> FindMissing(RouteSource source, GeneratorFiles files) =>
        (IsPartial(source) ? AttributesOf(source) : [])
        .Where(attribute => files.IsOfFramework(attribute.Name, out var file) && file is null)
        .DistinctBy(attribute => attribute.Name)
        .Select(attribute =>
        {
            var place = source.Text.Lines.GetLinePosition(attribute.Position);
            return RouteDiagnostics.NoGenerator(
                source.Path, place.Line + 1, place.Character + 1, attribute.Name, TargetingPacks.Root ?? "");
        });

    // Every generator of the framework completes a partial type.
    private static bool IsPartial(RouteSource source) => source.File.Bytes.AsSpan().IndexOf("partial"u8) >= 0;

    private static List<(string Name, int Position)> AttributesOf(RouteSource source)
    {
        var aliases = source.Root.Usings
            .Where(directive => directive is { Alias: not null, Name: not null })
            .DistinctBy(directive => directive.Alias!.Name.Identifier.ValueText)
            .ToDictionary(directive => directive.Alias!.Name.Identifier.ValueText, directive => NameOf(directive.Name!));
        return
        [
            .. source.Root.DescendantNodes(node => node is not (BlockSyntax or ArrowExpressionClauseSyntax))
                .OfType<AttributeSyntax>()
                .Select(attribute => (Name: NameOf(attribute.Name), attribute.SpanStart))
                .Select(attribute => (aliases.GetValueOrDefault(attribute.Name, attribute.Name), attribute.SpanStart)),
        ];
    }

    private static string NameOf(NameSyntax name)
    {
        NameSyntax last = name switch
        {
            AliasQualifiedNameSyntax qualified => qualified.Name,
            QualifiedNameSyntax qualified => qualified.Right,
            _ => name,
        };
        var text = last.GetFirstToken().ValueText;
        return text.EndsWith(Suffix, StringComparison.Ordinal) ? text[..^Suffix.Length] : text;
    }
}

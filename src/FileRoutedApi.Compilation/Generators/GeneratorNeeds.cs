using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Generators;

/// <summary>Tells by the syntax of a file alone which source generators it needs.</summary>
internal static class GeneratorNeeds
{
    private const string Suffix = "Attribute";

    /// <summary>The files of the generators that may have something to do for a source.</summary>
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

        // What a generator of a package looks for is not known.
        return [.. found.Distinct(), .. isPartial || attributes.Count > 0 ? files.OfPackages : []];
    }

    /// <summary>The attributes whose code nothing on this machine can write.</summary>
    public static IEnumerable<RouteDiagnostic> FindMissing(RouteSource source, GeneratorFiles files) => !IsPartial(source) ? [] : AttributesOf(source)
        .Where(attribute => files.IsOfFramework(attribute.Name, out var file) && file is null)
        .DistinctBy(attribute => attribute.Name)
        .Select(attribute =>
        {
            var place = source.Text.Lines.GetLinePosition(attribute.Position);
            return RouteDiagnostics.NoGenerator(source.Path, place.Line + 1, place.Character + 1, attribute.Name, TargetingPacks.Root ?? "");
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
        var text = (name is AliasQualifiedNameSyntax qualified ? qualified.Name : name is QualifiedNameSyntax full ? full.Right : name).GetFirstToken().ValueText;
        return text.EndsWith(Suffix, StringComparison.Ordinal) ? text[..^Suffix.Length] : text;
    }
}

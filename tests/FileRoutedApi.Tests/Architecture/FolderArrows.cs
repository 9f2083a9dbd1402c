using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Tests.Architecture;

/// <summary>
/// Which folders of the sources use which others, found by binding every name of the source text. Public types share one
/// namespace whatever their folder is, so a library that goes by namespaces cannot tell.
/// </summary>
internal static class FolderArrows
{
    private static readonly Lazy<IReadOnlyList<FolderArrow>> _all = new(ReadAll);

    /// <summary>Returns the uses between two different folders of one project.</summary>
    /// <param name="project">The name of a folder below <c>src</c>.</param>
    public static IEnumerable<FolderArrow> Of(string project) => _all.Value.Where(arrow => arrow.Project == project);

    private static List<FolderArrow> ReadAll()
    {
        var trees = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Repository.IsOutput(file))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
            .ToArray();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("FileRoutedApi", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));

        // What the SDK adds for ImplicitUsings is not among the sources.
        var usings = CSharpSyntaxTree.ParseText(
            """
            global using System; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
            global using System.Collections.Generic; global using System.Net.Http; global using Microsoft.AspNetCore.Builder;
            global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
            global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection;
            global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
            """);
        var compilation = CSharpCompilation.Create("Sources", [.. trees, usings], references);
        return [.. trees.AsParallel().SelectMany(tree => ArrowsOf(tree, compilation)).Distinct()];
    }

    private static IEnumerable<FolderArrow> ArrowsOf(SyntaxTree tree, CSharpCompilation compilation)
    {
        var from = Place.Of(tree.FilePath);
        var model = compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.Text != "var"))
        {
            if (PlacesOf(name, model) is [var to, ..] places && to.Project == from.Project && !places.Contains(from))
            {
                yield return new(from.Project, from.Folder, to.Folder, Path.GetFileName(tree.FilePath), name.Identifier.Text);
            }
        }
    }

    private static Place[] PlacesOf(SimpleNameSyntax name, SemanticModel model)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        return
        [
            .. (type?.Locations ?? [])
                .Where(location => location.SourceTree?.FilePath is { Length: > 0 })
                .Select(location => Place.Of(location.SourceTree!.FilePath))
                .Distinct(),
        ];
    }

    private sealed record Place(string Project, string Folder)
    {
        public static Place Of(string file)
        {
            var parts = Path.GetRelativePath(Path.Combine(Repository.Root, "src"), file).Split(Path.DirectorySeparatorChar);
            return new(parts[0], string.Join('/', parts[1..^1]));
        }
    }
}

/// <summary>A use of something in one folder by a file of another.</summary>
/// <param name="Project">The project of both.</param>
/// <param name="From">The folder that uses, empty for the project's own.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="File">The file that uses.</param>
/// <param name="Name">What is used.</param>
internal sealed record FolderArrow(string Project, string From, string To, string File, string Name)
{
    public override string ToString() => $"{From}/{File} uses {Name} of {To}/";
}

using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A package with a source generator that adds the attribute <c>Acme.Named</c> and a <c>Name</c> to each type with it.</summary>
internal static class GeneratorPackage
{
    public const string Id = "Acme.Generator";

    private const string Text = """
        using System;
        using Microsoft.CodeAnalysis;

        [Generator]
        public sealed class NameGenerator : IIncrementalGenerator
        {
            private static readonly DiagnosticDescriptor _rule = new(
                "ACME001", "", "The name '{0}' is taken", "Acme", DiagnosticSeverity.Error, true);

            public void Initialize(IncrementalGeneratorInitializationContext context)
            {
                context.RegisterPostInitializationOutput(output => output.AddSource(
                    "Named.g.cs", "namespace Acme { internal sealed class NamedAttribute : System.Attribute; }"));
                var types = context.SyntaxProvider.ForAttributeWithMetadataName(
                    "Acme.NamedAttribute", (_, _) => true, (found, _) => found.TargetSymbol);
                context.RegisterSourceOutput(types, (output, type) => Write(output, type));
            }

            private static void Write(SourceProductionContext output, ISymbol type)
            {
                if (type.Name == "Thrower")
                {
                    throw new InvalidOperationException("no such name");
                }

                if (type.Name == "Taken")
                {
                    var place = type.Locations[0];
                    var free = Location.Create(place.SourceTree.FilePath, place.SourceSpan, place.GetLineSpan().Span);
                    output.ReportDiagnostic(Diagnostic.Create(_rule, free, type.Name));
                }

                var value = type.Name == "Broken" ? "missing" : $"\"{type.Name}\"";
                var code = $"partial class {type.Name} {{ public static string Name => {value}; }}";
                output.AddSource(
                    $"{type.Name}.g.cs",
                    type.ContainingNamespace.IsGlobalNamespace
                        ? code
                        : $"namespace {type.ContainingNamespace.ToDisplayString()} {{ {code} }}");
            }
        }
        """;

    /// <summary>Writes the package into a package source.</summary>
    public static void WriteTo(string source)
    {
        using var package = ZipFile.Open(Path.Combine(source, $"{Id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{Id}.nuspec").Open()))
        {
            writer.Write(
                $"""
                <package><metadata>
                <id>{Id}</id><version>1.0.0</version><authors>Acme</authors><description>For tests.</description>
                </metadata></package>
                """);
        }

        using var library = package.CreateEntry($"analyzers/dotnet/cs/{Id}.dll").Open();
        Compile(Id, Text).CopyTo(library);
    }

    /// <summary>Writes a package whose generator needs a later compiler.</summary>
    public static void WriteNewerTo(string source, string id)
    {
        const string api = """
            [assembly: System.Reflection.AssemblyVersion("99.0.0.0")]
            namespace Microsoft.CodeAnalysis
            {
                public sealed class GeneratorAttribute : System.Attribute;
                public interface IIncrementalGenerator;
            }
            """;
        var compiler = MetadataReference.CreateFromStream(Compile("Microsoft.CodeAnalysis", api));
        using var package = ZipFile.Open(Path.Combine(source, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write(
                $"""
                <package><metadata>
                <id>{id}</id><version>1.0.0</version><authors>Acme</authors><description>For tests.</description>
                </metadata></package>
                """);
        }

        using var library = package.CreateEntry($"analyzers/dotnet/cs/{id}.dll").Open();
        Compile(
            id, "using Microsoft.CodeAnalysis;\n[Generator] public sealed class Newer : IIncrementalGenerator;", compiler).CopyTo(library);
    }

    private static MemoryStream Compile(string name, string text, MetadataReference? compiler = null)
    {
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<MetadataReference> references = files
            .Where(file => name == Id || !Path.GetFileName(file).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        var image = new MemoryStream();
        var result = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(text)],
            compiler is null ? references : references.Append(compiler),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return image;
    }
}

using FileRoutedApi.Compilation.Files;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>A file, and the syntax tree that the compiler gets for it.</summary>
internal readonly record struct WrittenSource(RouteSource Source, SyntaxTree Tree)
{
    public SourceFile File => Source.File;
}

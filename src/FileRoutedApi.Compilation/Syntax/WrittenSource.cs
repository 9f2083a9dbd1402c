using FileRoutedApi.Compilation.Files;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>A file of the user's, and the tree that the compiler gets for it.</summary>
internal readonly record struct WrittenSource(RouteSource Source, SyntaxTree Tree)
{
    public SourceFile File => Source.File;
}

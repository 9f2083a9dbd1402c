namespace FileRoutedApi.Development;

/// <summary>A part of a line of code that has a colour.</summary>
/// <param name="Start">The index of its first character in the line.</param>
internal readonly record struct CodeSpan(int Start, int Length, CodeKind Kind);

/// <summary>What a part of a line of code is.</summary>
internal enum CodeKind
{
    Comment,
    Directive,
    Keyword,
    Number,
    Text,
    Type,
}

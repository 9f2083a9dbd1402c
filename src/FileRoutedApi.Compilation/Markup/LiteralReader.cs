using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Decodes the literal parts of an interpolated string.</summary>
internal sealed class LiteralReader
{
    private readonly InterpolatedStringExpressionSyntax _text;
    private readonly LiteralStyle _style;
    private readonly string? _indentation;

    public LiteralReader(InterpolatedStringExpressionSyntax text)
    {
        _text = text;
        _style = text.StringStartToken.Kind() switch
        {
            SyntaxKind.InterpolatedStringStartToken => LiteralStyle.Regular,
            SyntaxKind.InterpolatedVerbatimStringStartToken => LiteralStyle.Verbatim,
            _ => LiteralStyle.Raw,
        };

        // The token of the end has the last line break, the indentation and the quotes.
        var end = text.StringEndToken.Text;
        _indentation = text.StringStartToken.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken)
            ? end[(end.LastIndexOfAny(['\r', '\n']) + 1)..].TrimEnd('"')
            : null;
    }

    /// <summary>Returns the text of a part and, for each of its characters, the position in the syntax tree.</summary>
    public LiteralText Read(InterpolatedStringTextSyntax part)
    {
        var beginsLine = _indentation is not null && part == _text.Contents[0];
        var literal = LiteralText.Decode(part.TextToken.Text, _style, _indentation, beginsLine);
        var start = part.TextToken.SpanStart;
        return literal with { Offsets = [.. literal.Offsets.Select(offset => start + offset)] };
    }
}

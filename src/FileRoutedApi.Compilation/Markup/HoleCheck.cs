using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FileRoutedApi.Compilation.Markup;

/// <summary>Checks the holes of the fragments of one file.</summary>
internal sealed class HoleCheck(SemanticModel model, List<RouteDiagnostic> diagnostics)
{
    private readonly MarkupStrings _strings = new(model.SyntaxTree.GetRoot(), model);

    public void Check(HtmlFragment fragment)
    {
        var tokenizer = new HtmlTokenizer();
        var positions = new List<int>();
        foreach (var text in fragment.Strings)
        {
            var reader = new LiteralReader(text);
            foreach (var part in text.Contents)
            {
                if (part is InterpolationSyntax hole)
                {
                    Check(hole, tokenizer.Place);
                    tokenizer.ReadHole();
                }
                else if (part is InterpolatedStringTextSyntax literal)
                {
                    var read = reader.Read(literal);
                    positions.AddRange(read.Offsets);
                    tokenizer.Read(read.Text);
                }
            }
        }

        if (!tokenizer.IsBetweenTags)
        {
            var (file, line, column) = PlaceOf(new TextSpan(positions[tokenizer.Start], 0));
            diagnostics.Add(RouteDiagnostics.UnfinishedFragment(file, line, column, Describe(tokenizer.Place)));
        }
    }

    private void Check(InterpolationSyntax hole, HolePlace place)
    {
        var info = model.GetTypeInfo(hole.Expression);
        var type = info.Type ?? info.ConvertedType;
        if (WrongPlace(hole, place, type) is { } wrong)
        {
            diagnostics.Add(wrong);
            return;
        }

        if (IsWithoutValue(type, out var isTask))
        {
            var (file, line, column) = PlaceOf(hole.Span);
            var name = type!.ToMinimalDisplayString(model, hole.SpanStart);
            diagnostics.Add(RouteDiagnostics.HoleWithoutValue(file, line, column, name, isTask));
        }
        else if (MarkupStrings.IsText(type) && !HtmlFragment.IsHtml(info.ConvertedType) && _strings.Find(hole.Expression) is { } found)
        {
            var (file, line, column) = PlaceOf(found.Place.Span);
            diagnostics.Add(RouteDiagnostics.StringWithMarkup(file, line, column, found.Fix));
        }
    }

    private RouteDiagnostic? WrongPlace(InterpolationSyntax hole, HolePlace place, ITypeSymbol? type)
    {
        if (IsRight(place, type))
        {
            return null;
        }

        var (file, line, column) = PlaceOf(hole.Span);
        return place.Kind switch
        {
            HolePlaceKind.Script => RouteDiagnostics.HoleInScript(file, line, column, place.IsJson),
            HolePlaceKind.Style => RouteDiagnostics.HoleInStyle(file, line, column, isElement: true),
            HolePlaceKind.Comment => RouteDiagnostics.HoleInComment(file, line, column),
            HolePlaceKind.TagName => RouteDiagnostics.HoleInName(file, line, column, HtmlTexts.TagName),
            HolePlaceKind.AttributeName => RouteDiagnostics.HoleInName(file, line, column, AttributeText.Explain(hole.Expression)),
            HolePlaceKind.UnquotedValue =>
                RouteDiagnostics.HoleInUnquotedValue(file, line, column, place.Attribute, AttributeText.Hole(hole.Expression)),
            _ when place.Attribute == "style" => RouteDiagnostics.HoleInStyle(file, line, column, isElement: false),
            _ => RouteDiagnostics.HoleInExecutedAttribute(file, line, column, place.Attribute),
        };
    }

    private static bool IsRight(HolePlace place, ITypeSymbol? type) => place.Kind switch
    {
        HolePlaceKind.Text => true,
        HolePlaceKind.Script => place.IsJson && IsHtmlOrUnknown(type),
        HolePlaceKind.QuotedValue => place.Attribute == "style"
            ? IsNumber(type) || IsHtmlOrUnknown(type)
            : !HtmlNames.IsExecuted(place.Attribute),
        _ => false,
    };

    // The compiler reports an expression that it does not know.
    private static bool IsHtmlOrUnknown(ITypeSymbol? type) => type is null or IErrorTypeSymbol || HtmlFragment.IsHtml(type);

    private static bool IsNumber(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } => IsNumber(inner),
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_Double } => true,
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => true,
        _ => type is { Name: "Half" or "Int128" or "UInt128", ContainingNamespace.Name: "System" } or { Name: "BigInteger" },
    };

    private static bool IsWithoutValue(ITypeSymbol? type, out bool isTask)
    {
        isTask = type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };
        return isTask || type is { TypeKind: TypeKind.Delegate };
    }

    private static string Describe(HolePlace place) => place.Kind switch
    {
        HolePlaceKind.Comment => HtmlTexts.Comment,
        HolePlaceKind.Script or HolePlaceKind.Style or HolePlaceKind.Text => HtmlTexts.Content(place.Element),
        HolePlaceKind.QuotedValue or HolePlaceKind.UnquotedValue => HtmlTexts.Value(place.Attribute),
        _ => HtmlTexts.Tag(place.Element),
    };

    private (string? File, int Line, int Column) PlaceOf(TextSpan span) =>
        CompilerDiagnostic.PlaceOf(Location.Create(model.SyntaxTree, span));
}

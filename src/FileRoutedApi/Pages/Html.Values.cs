using System.Collections;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Pages;

namespace FileRoutedApi;

/// <content>How the values of holes are stored, and the attribute that a hole is in.</content>
public sealed partial class Html
{
    private void AppendInline<T>(T value)
        where T : unmanaged, IUtf8SpanFormattable
    {
        Scan();
        if (_url is null)
        {
            Add(InlineValue<T>.Segment(value));
        }
        else
        {
            AppendText(ValueFormat.Text(value)!);
        }
    }

    private void AppendBoxed<T>(T value)
        where T : struct, IUtf8SpanFormattable
    {
        Scan();
        if (_url is null)
        {
            Add(HtmlSegment.Of(new BoxedValue<T>(value)));
        }
        else
        {
            AppendText(ValueFormat.Text(value)!);
        }
    }

    /// <summary>Scans the last literal, which has to be known before the hole or literal after it is appended.</summary>
    private void Scan()
    {
        if (!_context.HasUnscanned)
        {
            _context.IsAfterFlag &= _count > 0 && _segments[_count - 1].Value is HtmlFlag;
            return;
        }

        var literal = (string)_segments[_count - 1].Value;
        var valueStart = _context.Scan(literal);
        if (valueStart >= 0 || !_context.IsInValue)
        {
            _url = null;
        }

        if (valueStart >= 0 && _context.Attribute is HtmlAttributeKind.Url or HtmlAttributeKind.UrlList)
        {
            BeginUrl(literal, valueStart);
        }
    }

    private void BeginUrl(string literal, int valueStart)
    {
        var isList = _context.Attribute == HtmlAttributeKind.UrlList;
        var value = literal.AsSpan(valueStart);
        if (!isList && value is ['/', ..])
        {
            return;
        }

        var url = new UrlAttribute(HtmlAttribute.NameBefore(literal, valueStart - 1).ToString(), isList);
        url.AppendLiteral(value);
        _url = url.IsDecided ? null : url;
    }

    /// <summary>Appends a value whose type is known only at run time, and null.</summary>
    private void AppendObject(object? value, bool isNullableBool = false)
    {
        switch (value)
        {
            case null when isNullableBool:
                AppendFlag(null);
                break;
            case null:
                Scan();
                break;
            case string text:
                AppendFormatted(text);
                break;
            case Html html:
                AppendFormatted(html);
                break;
            case bool flag:
                AppendFlag(flag);
                break;
            case int number:
                AppendInline(number);
                break;
            case long number:
                AppendInline(number);
                break;
            case IEnumerable<Html?> items:
                AppendFormatted(Of([.. items.OfType<Html>().Select(item => HtmlSegment.Nested(item))]));
                break;
            case IAsyncEnumerable<Html?> items:
                AppendFormatted(Of([HtmlSegment.Of(new HtmlSequence<Html?>(items, item => item))]));
                break;
            case Uri { IsAbsoluteUri: true } url:
                AppendFormatted(url.AbsoluteUri);
                break;
            case Uri url:
                AppendFormatted(url.OriginalString);
                break;
            case IEnumerable items:
                AppendItems(items);
                break;
            default:
                AppendFormatted(ValueFormat.Text(value));
                break;
        }
    }

    private void AppendItems(IEnumerable items)
    {
        Scan();
        if (!_context.IsSafeForText)
        {
            throw new InvalidOperationException(UsageTexts.UnsafeHole);
        }

        var nested = new Html(0, 4);
        foreach (var item in items)
        {
            nested.AppendObject(item);
        }

        AppendFormatted(nested);
    }

    /// <summary>
    /// Appends a bool. If it is the beginning of the value of an attribute, the next literal shows whether it is the whole value.
    /// </summary>
    private void AppendFlag(bool? value)
    {
        Scan();
        var isWhole = _context.IsInValue && _context.Attribute != HtmlAttributeKind.TrueOrFalse
            && _segments[_count - 1] is { Value: string, IsText: false } literal
            && literal.Characters is [.., var last] && last == _context.Quote;
        if (isWhole || value is not null)
        {
            Add(HtmlSegment.Of(value is null ? HtmlFlag.Null : value.Value ? HtmlFlag.True : HtmlFlag.False));
            _context.IsAfterFlag = isWhole;
        }
    }

    /// <summary>Makes an attribute present without a value, or absent, if the literal after its bool ends the value.</summary>
    /// <returns>The number of characters of the literal that belong to the attribute.</returns>
    private int CompleteFlag(string literal)
    {
        _context.IsAfterFlag = false;
        if (literal[0] != _context.Quote)
        {
            return 0;
        }

        var isPresent = _segments[--_count].Value == HtmlFlag.True;
        ref var before = ref _segments[_count - 1];
        var tag = before.Characters[..^1].TrimEnd(HtmlAttribute.Space)[..^1].TrimEnd(HtmlAttribute.Space);
        if (!isPresent)
        {
            tag = tag[..^HtmlAttribute.NameAtEnd(tag).Length].TrimEnd(HtmlAttribute.Space);
        }

        before = before.Slice(0, tag.Length);
        return 1;
    }
}

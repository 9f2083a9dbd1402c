#pragma warning disable CS1591
using System.Text;
using FileRoutedApi.Pages;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

public sealed partial class Html : IResult
{
    private readonly StringBuilder _text = new();
    public static Html Empty => new(0, 0);
    public static Html If(bool c, Html h) => c ? h : Empty;
    public static Html Each<T>(IEnumerable<T>? items, Func<T, Html> f)
    {
        var h = new Html(0, 0);
        foreach (var i in items ?? []) { h._text.Append(f(i)._text); }
        return h;
    }
    public Task ExecuteAsync(HttpContext context) => PageRendering.TryCapture(context, this) ? Task.CompletedTask : HtmlResponse.WriteAsync(context, this);
    public override string ToString() => _text.ToString();
}

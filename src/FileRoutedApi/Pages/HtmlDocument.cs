using Microsoft.AspNetCore.Http;
namespace FileRoutedApi.Pages;

internal static class HtmlDocument
{
    public static Html Create(Html document, Html head) => Html.Raw(
        "<!DOCTYPE html>" + (document.ToString().Contains("<body") ? document.ToString().Replace("<body", "<head>" + head + "</head><body") : "<html><head>" + head + "</head><body>" + document + "</body></html>"));
}
internal static class HtmlResponse
{
    public static Task WriteAsync(Microsoft.AspNetCore.Http.HttpContext context, Html html) { context.Response.ContentType = "text/html; charset=utf-8"; return context.Response.WriteAsync(html.ToString()); }
}

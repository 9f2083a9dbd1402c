using System.Security.Cryptography;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Development;

/// <summary>A page that is whole in itself: one style, one script, nothing from elsewhere, and nothing that was put into it runs.</summary>
/// <param name="Title">The title of the window.</param>
/// <param name="Style">Style sheets.</param>
/// <param name="Script">The script; it runs when the page is there.</param>
/// <param name="Body">What is on the page.</param>
internal sealed record HtmlPage(string Title, string Style, string Script, HtmlFragment Body)
{
    // An empty icon, so that a browser does not ask the application for one.
    private const string Icon = "data:,";

    /// <summary>The look that all pages have in common.</summary>
    public static string CommonStyle { get; } = ReadResource(typeof(HtmlPage), "page.css");

    /// <summary>What all pages do.</summary>
    public static string CommonScript { get; } = ReadResource(typeof(HtmlPage), "page.js");

    /// <summary>A style sheet or script that lies beside a class.</summary>
    public static string ReadResource(Type beside, string name)
    {
        using var stream = beside.Assembly.GetManifestResourceStream(beside, name)
            ?? throw new InvalidOperationException($"There is no resource '{name}' beside {beside}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public Task WriteAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        ProblemResponse.RemoveBodyHeaders(context.Response.Headers);
        Protect(context.Response.Headers);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(ToHtml(context, nonce).Text, context.RequestAborted);
    }

    /// <summary>What shows source code is nobody's to keep, to frame or to embed.</summary>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private HtmlFragment ToHtml(HttpContext context, string nonce) => HtmlFragment.Of(
        $"""
        <!doctype html>
        <html lang="en" data-method="{context.Request.Method}" data-rendered="{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Title}</title>
        <link rel="icon" href="{Icon}">
        <style nonce="{nonce}">{new HtmlFragment(Style)}</style>
        </head>
        <body>
        {Body}
        <script nonce="{nonce}" type="module">{new HtmlFragment(Script)}</script>
        </body>
        </html>

        """);
}

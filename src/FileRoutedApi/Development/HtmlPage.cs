using System.Security.Cryptography;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Development;

/// <summary>
/// A self-contained page with one style sheet and one script. Its content security policy loads nothing else and runs no other script.
/// </summary>
/// <param name="Title">The title of the document.</param>
/// <param name="Style">The style sheet.</param>
/// <param name="Script">The script, which runs after the page has been parsed.</param>
/// <param name="Body">The contents of the page.</param>
internal sealed record HtmlPage(string Title, string Style, string Script, HtmlFragment Body)
{
    // An empty icon, so that browsers do not request /favicon.ico from the application.
    private const string Icon = "data:,";

    /// <summary>Gets the style sheet of all pages.</summary>
    public static string CommonStyle { get; } = ReadResource(typeof(HtmlPage), "page.css");

    /// <summary>Gets the script of all pages.</summary>
    public static string CommonScript { get; } = ReadResource(typeof(HtmlPage), "page.js");

    /// <summary>Reads an embedded style sheet or script from the namespace of a type.</summary>
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
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(ToHtml(context, nonce).Text, context.RequestAborted);
    }

    /// <summary>Sets headers with which a page that shows source code is not stored, framed or embedded.</summary>
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

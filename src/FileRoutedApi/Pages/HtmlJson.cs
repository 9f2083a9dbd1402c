using System.Text.Json;

namespace FileRoutedApi.Pages;

/// <summary>JSON without the characters that have a meaning in HTML or that end a line in JavaScript.</summary>
internal static class HtmlJson
{
    public static string Serialize(object? value, JsonSerializerOptions? options)
    {
        var json = JsonSerializer.Serialize(value, value?.GetType() ?? typeof(object), options ?? JsonSerializerOptions.Web);

        // The default encoder has escaped them. An encoder of the options, or a converter that writes raw JSON, may not have. In JSON they
        // occur only in strings, where they can be escaped.
        return json.AsSpan().ContainsAny("<>&\u2028\u2029")
            ? json.Replace("<", "\\u003C").Replace(">", "\\u003E").Replace("&", "\\u0026")
                .Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029")
            : json;
    }
}

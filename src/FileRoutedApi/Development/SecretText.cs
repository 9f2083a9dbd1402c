using System.Text.RegularExpressions;

namespace FileRoutedApi.Development;

/// <summary>Replaces secrets in what the pages of the development server show: they end up in screenshots and issues.</summary>
internal static partial class SecretText
{
    public const string Mask = "•••";

    /// <summary>Returns true if the value of a header, field, parameter or setting of this name is usually a secret.</summary>
    public static bool IsSecret(string name) => Secret().IsMatch(name);

    /// <summary>Returns a value, or the mask if its name is that of a secret.</summary>
    public static string Of(string name, string value) => !IsSecret(name) ? value
        : Scheme().Match(value) is { Success: true } scheme ? $"{scheme.Value}{Mask}"
        : Mask;

    /// <summary>Masks the parameters of a query string.</summary>
    public static string OfQuery(string query) => Parameter().Replace(query, parameter =>
        IsSecret(Uri.UnescapeDataString(parameter.Groups[1].Value)) ? $"{parameter.Groups[1].Value}={Mask}" : parameter.Value);

    /// <summary>Masks the properties and fields of a body in JSON or of a form.</summary>
    public static string OfBody(string body) => Property().Replace(
        body.AsSpan().TrimStart() is ['{' or '[', ..] ? body : OfQuery(body),
        property => IsSecret(property.Groups[1].Value) ? $"\"{property.Groups[1].Value}\"{property.Groups[2].Value}\"{Mask}\"" : property.Value);

    [GeneratedRegex(
        "authori[sz]ation|cookie|password|passwd|pwd|passphrase|secret|token|(api|access|private)[-_.]?key|credential|signature"
        + "|connection[-_]?string|^key$|^sig$|^auth$|^x-.*-key$|session[-_]?id",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    // The scheme is not secret, and tells what the client sent.
    [GeneratedRegex("^(Bearer|Basic|Digest|Negotiate|NTLM) ", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex("([^?&=]+)=([^&]*)")]
    private static partial Regex Parameter();

    [GeneratedRegex("""
        "([^"\\]{1,100})"(\s*:\s*)("(?:[^"\\]|\\.)*"?|[-\w.]+)
        """)]
    private static partial Regex Property();
}

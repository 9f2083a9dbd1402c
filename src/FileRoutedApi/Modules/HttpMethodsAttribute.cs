using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;

namespace FileRoutedApi;

/// <summary>
/// Lists the methods that a <c>Handler</c> handles. A request with any other method gets a 405 response with <c>Allow</c> (RFC 9110 section
/// 15.5.6), and the OpenAPI document contains only these. <c>GET</c> includes HEAD.
/// </summary>
/// <example><code>[HttpMethods("GET", "POST")]
/// void Handler(ApiRequest req, ApiResponse res) => ...</code></example>
/// <param name="methods">The methods, such as <c>GET</c>, case-insensitive.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HttpMethodsAttribute(params string[] methods) : Attribute
{
    /// <summary>Gets the methods, in upper case.</summary>
    public IReadOnlyList<string> Methods { get; } = [.. (methods ?? []).Select(method => method.ToUpperInvariant()).Distinct()];

    /// <summary>Returns the mistake and its fix, or null.</summary>
    internal string? FindMistake(string export)
    {
        if (export != RouteExport.AnyMethod)
        {
            return SignatureTexts.HttpMethodsOnMethod(export);
        }

        return Methods.FirstOrDefault(method => !RouteExport.Methods.Contains(method)) is { } unknown
            ? SignatureTexts.UnknownHttpMethod(unknown, RouteExport.Methods)
            : Methods.Count == 0 ? SignatureTexts.NoHttpMethods() : null;
    }
}

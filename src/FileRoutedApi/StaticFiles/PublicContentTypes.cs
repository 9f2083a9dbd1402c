using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;

namespace FileRoutedApi.StaticFiles;

/// <summary>The content types of static files, by extension. Text is UTF-8.</summary>
internal sealed class PublicContentTypes : IContentTypeProvider
{
    private const string Unknown = "application/octet-stream";

    private static readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>Returns the content type of a file; <c>application/octet-stream</c> if its extension is unknown.</summary>
    public static string Of(string name) => !_types.TryGetContentType(name, out var type) ? Unknown
        : type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? $"{type}; charset=utf-8"
        : type;

    /// <summary>Returns true if files of the type usually become smaller when they are compressed.</summary>
    public static bool IsCompressible(string name) =>
        _types.TryGetContentType(name, out var type)
        && (type.StartsWith("text/", StringComparison.Ordinal)
            || type.EndsWith("+xml", StringComparison.Ordinal)
            || type.EndsWith("+json", StringComparison.Ordinal)
            || type is "application/javascript" or "application/json" or "application/xml" or "application/wasm"
                or "application/vnd.ms-fontobject" or "application/x-font-ttf" or "font/ttf" or "font/otf"
                or "image/bmp" or "image/x-icon");

    public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType)
    {
        contentType = Of(subpath);
        return true;
    }
}

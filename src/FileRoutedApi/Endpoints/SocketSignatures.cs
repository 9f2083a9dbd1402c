using System.IO.Pipelines;
using System.Net.WebSockets;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;

namespace FileRoutedApi.Endpoints;

/// <summary>Finds what a <c>SOCKET</c> cannot take or return, because a WebSocket has neither a body nor a response.</summary>
internal static class SocketSignatures
{
    /// <summary>Returns the mistake and its fix, or null.</summary>
    public static string? FindMistake(FunctionSignature signature, RouteExport export)
    {
        if (export.Name != RouteExport.Socket)
        {
            return signature.Parameters.FirstOrDefault(parameter => parameter.Type == typeof(WebSocket) && !parameter.HasSource) is { } socket
                ? SignatureTexts.SocketElsewhere(socket.Name, export.Name)
                : null;
        }

        if (!signature.Parameters.Any(parameter => parameter.Type == typeof(WebSocket)))
        {
            return SignatureTexts.SocketWithoutSocket();
        }

        if (signature.Function.ReturnType is var type && type != typeof(Task) && type != typeof(ValueTask))
        {
            return SignatureTexts.SocketReturns(type == typeof(void) ? "void" : CSharpName.Of(type));
        }

        return FindParameter(signature) ?? FindAttribute(signature);
    }

    private static string? FindParameter(FunctionSignature signature) => signature.Parameters
        .Select(parameter =>
            parameter.Type == typeof(ApiResponse) || FunctionSignature.IsClosed(parameter.Type, typeof(ApiResponse<>)) || parameter.Type == typeof(PipeWriter)
                ? SignatureTexts.SocketWithResponse(parameter.Name)
            : IsBody(parameter) ? SignatureTexts.SocketWithBody(parameter.Name)
            : null)
        .FirstOrDefault(mistake => mistake is not null);

    private static bool IsBody(FunctionSignature.Parameter parameter) =>
        parameter.Attributes.Any(attribute => attribute is IFromBodyMetadata or IFromFormMetadata)
        || FunctionSignature.IsClosed(parameter.Type, typeof(ApiRequest<>))
        || parameter.Type == typeof(Stream)
        || parameter.Type == typeof(PipeReader)
        || parameter.Type == typeof(IFormFile)
        || parameter.Type == typeof(IFormCollection)
        || parameter.Type == typeof(IFormFileCollection);

    // The timeout would cancel the function while its client is connected, and the others store or check a body.
    private static string? FindAttribute(FunctionSignature signature) => signature.Function.GetCustomAttributes(inherit: true)
        .Where(attribute => attribute
            is RequestTimeoutAttribute or OutputCacheAttribute or IAcceptsMetadata or IRequestSizeLimitMetadata
            || attribute is IAntiforgeryMetadata { RequiresValidation: true })
        .Select(attribute => SignatureTexts.SocketAttribute(attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)))
        .FirstOrDefault();
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.OpenApi;

/// <summary>
/// Keeps the OpenAPI document, which takes long to generate, for as long as the routes are the same. The path base of a request, which
/// clients may be able to vary, is written into a copy of it.
/// </summary>
internal sealed class CachedDocument(FileRouteDataSource routes, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<string, Document> _documents = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The server of a generated document: a place holder that no description has in it.</summary>
    public string Server { get; } = $"/{Guid.NewGuid():N}";

    /// <param name="generate">Writes the document to the response.</param>
    public async Task WriteAsync(HttpContext context, RequestDelegate generate)
    {
        var name = $"{context.Request.RouteValues["documentName"]}";
        if (!_documents.TryGetValue(name, out var document) || !ReferenceEquals(document.Generation, routes.Generation))
        {
            document = await GenerateAsync(name, generate);
            if (document is null)
            {
                // No document has this name.
                await generate(context);
                return;
            }

            _documents[name] = document;
        }

        var body = document.For(context.Request.PathBase);
        var response = context.Response;
        response.ContentType = document.ContentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = EntityTag.Of(body);
        if (EntityTag.IsNotModified(context.Request, response))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Generates outside of the request, so that the document depends on nothing that a client sends.</summary>
    private async Task<Document?> GenerateAsync(string name, RequestDelegate generate)
    {
        // Before the document is made: routes that change meanwhile may be in it, or not.
        var generation = routes.Generation;
        await using var scope = scopes.CreateAsyncScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Request = { RouteValues = { ["documentName"] = name }, Scheme = "http", Host = new HostString("localhost") },
            Response = { Body = body },
        };
        await generate(context);
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            return null;
        }

        var bytes = body.ToArray();
        var server = Encoding.UTF8.GetBytes(Server);
        var at = bytes.AsSpan().IndexOf(server);
        return at < 0
            ? new Document(generation, context.Response.ContentType, bytes, [], HasServer: false)
            : new Document(generation, context.Response.ContentType, bytes[..at], bytes[(at + server.Length)..], HasServer: true);
    }

    /// <param name="Before">What comes before the URL of the server.</param>
    /// <param name="After">What comes after it.</param>
    /// <param name="HasServer">Whether the document has the URL at all; a transformer of the application may have removed it.</param>
    private sealed record Document(RouteGeneration Generation, string? ContentType, byte[] Before, byte[] After, bool HasServer)
    {
        public byte[] For(PathString pathBase) => !HasServer ? Before
            : [.. Before, .. JsonEncodedText.Encode(pathBase.HasValue ? pathBase.ToUriComponent() : "/").EncodedUtf8Bytes, .. After];
    }
}

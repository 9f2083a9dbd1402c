using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.OpenApi;

/// <summary>
/// Caches the OpenAPI document until the routes change, because generating it is slow. The path base of a request is inserted into the
/// cached bytes: clients may be able to vary it, so it must not be part of the cache key.
/// </summary>
internal sealed class CachedDocument(FileRouteDataSource routes, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<string, Document> _documents = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the server URL of generated documents: a unique placeholder for the path base.</summary>
    public string Server { get; } = $"/{Guid.NewGuid():N}";

    /// <summary>Writes the document to the response.</summary>
    /// <param name="generate">Generates the document and writes it to a response.</param>
    public async Task WriteAsync(HttpContext context, RequestDelegate generate)
    {
        var name = $"{context.Request.RouteValues["documentName"]}";
        if (!_documents.TryGetValue(name, out var document) || !ReferenceEquals(document.Generation, routes.Generation))
        {
            document = await GenerateAsync(name, generate);
            if (document is null)
            {
                // There is no document of this name: the endpoint writes the 404.
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

    /// <summary>Generates the document with a context of its own, so that it does not depend on the request.</summary>
    private async Task<Document?> GenerateAsync(string name, RequestDelegate generate)
    {
        // Read first: if routes change during the generation, the document is generated again.
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

    /// <param name="Before">The bytes before the server URL.</param>
    /// <param name="After">The bytes after the server URL.</param>
    /// <param name="HasServer">False if a transformer of the application has removed the server URL.</param>
    private sealed record Document(RouteGeneration Generation, string? ContentType, byte[] Before, byte[] After, bool HasServer)
    {
        public byte[] For(PathString pathBase) => !HasServer ? Before
            : [.. Before, .. JsonEncodedText.Encode(pathBase.HasValue ? pathBase.ToUriComponent() : "/").EncodedUtf8Bytes, .. After];
    }
}

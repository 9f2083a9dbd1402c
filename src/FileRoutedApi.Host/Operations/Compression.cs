using System.Net.Mime;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Host.Operations;

/// <summary>Compresses responses with Brotli or gzip. Server-sent events are excluded, because compression would delay them.</summary>
internal static class Compression
{
    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, MediaTypeNames.Application.ProblemJson];
            options.ExcludedMimeTypes = [MediaTypeNames.Text.EventStream];
        });
        services.AddSingleton<IResponseCompressionProvider, WeakETagCompressionProvider>();
    }

    public static void Use(IApplicationBuilder app)
    {
        app.Use(next => context => RevalidateAsync(context, next));
        app.UseResponseCompression();
    }

    /// <summary>
    /// Gives a 304 the weak entity tag of the compressed 200 (RFC 9110 section 15.4.5). The <c>If-None-Match</c> header of the request shows
    /// whether the client has the compressed response.
    /// </summary>
    private static async Task RevalidateAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var headers = context.Response.Headers;
        if (context.Response is { StatusCode: StatusCodes.Status304NotModified, HasStarted: false }
            && headers.ETag is [{ Length: > 0 } tag]
            && context.Request.Headers.IfNoneMatch.ToString().Contains(EntityTag.Weak(tag), StringComparison.Ordinal))
        {
            headers.ETag = EntityTag.Weak(tag);
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }
    }

    /// <summary>Weakens the entity tag of a compressed response, because the tag is the hash of the uncompressed bytes.</summary>
    private sealed class WeakETagCompressionProvider(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.Headers.ContentEncoding.Count == 0 && base.ShouldCompressResponse(context);

        public override ICompressionProvider? GetCompressionProvider(HttpContext context)
        {
            var provider = base.GetCompressionProvider(context);
            if (provider is not null && context.Response.Headers.ETag is [{ Length: > 0 } tag])
            {
                context.Response.Headers.ETag = EntityTag.Weak(tag);
            }

            return provider;
        }
    }
}

using System.Net.Mime;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Host.Operations;

/// <summary>Brotli and gzip, the fast way. Events stay as they are: each is to arrive when it is sent.</summary>
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
        services.AddSingleton<IResponseCompressionProvider, HonestCompression>();
    }

    public static void Use(IApplicationBuilder app)
    {
        app.Use(next => context => RevalidateAsync(context, next));
        app.UseResponseCompression();
    }

    /// <summary>A 304 carries the headers that the 200 had (RFC 9110 section 15.4.5), as far as the client shows which.</summary>
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

    /// <summary>Asked for what is compressed and how, it notes that the bytes are others than those that were hashed.</summary>
    private sealed class HonestCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
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

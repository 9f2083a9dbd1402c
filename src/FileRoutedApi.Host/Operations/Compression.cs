using System.Net.Mime;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
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
        services.Insert(0, ServiceDescriptor.Singleton<IExceptionHandler, CutOff>());
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
            if (provider is not null)
            {
                var headers = context.Response.Headers;
                if (headers.ETag is [{ Length: > 0 } tag])
                {
                    headers.ETag = EntityTag.Weak(tag);
                }

                context.Features.Set(Begun.Instance);
            }

            return provider;
        }
    }

    /// <summary>
    /// What was written before an exception may still be inside the compressor. An error after it in the same stream would
    /// be garbage, so the response is cut off, as it is where it has left already.
    /// </summary>
    private sealed class CutOff : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            var begun = context.Features.Get<Begun>() is not null;
            if (begun)
            {
                context.Abort();
            }

            return ValueTask.FromResult(begun);
        }
    }

    private sealed class Begun
    {
        public static Begun Instance { get; } = new();
    }
}

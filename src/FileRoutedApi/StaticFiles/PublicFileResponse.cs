using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Net.Http.Headers;
using CacheControlHeaderValue = System.Net.Http.Headers.CacheControlHeaderValue;

namespace FileRoutedApi.StaticFiles;

/// <summary>Sends the file that <see cref="PublicFileRouting"/> has selected, with ASP.NET Core's static file middleware.</summary>
internal sealed class PublicFileResponse
{
    private static readonly OtherMethods _otherMethods = new([HttpMethods.Get]);

    private readonly Lazy<RequestDelegate> _send;
    private readonly string _cacheControl;
    private readonly string _guardedCacheControl;

    /// <param name="folder">The absolute path of <c>public/</c>.</param>
    public PublicFileResponse(IServiceProvider services, string folder, CacheControlHeaderValue cacheControl)
    {
        // In development the folder may appear later, and a provider needs an existing folder.
        _send = new(() => CreatePipeline(services, folder));
        _cacheControl = cacheControl.ToString();
        _guardedCacheControl = ToPrivate(cacheControl).ToString();
    }

    /// <summary>Returns true for GET and HEAD.</summary>
    public static bool IsMethod(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsMethod(context.Request.Method))
        {
            await _otherMethods.InvokeAsync(context);
            return;
        }

        var file = context.Features.GetRequiredFeature<PublicFile>();
        var encoding = PublicEncoding.Choose(context.Request, file.Encodings);
        var isGuarded = await EndpointGuards.IsGuardedAsync(context);
        context.Features.Set(new Sent(file, encoding, isGuarded ? _guardedCacheControl : _cacheControl));
        var (endpoint, path) = (context.GetEndpoint(), context.Request.Path);
        try
        {
            // The middleware leaves requests with an endpoint to that endpoint, and finds the file by the path of the request.
            context.SetEndpoint(null);
            context.Request.Path = new PathString($"/{file.Name}{encoding?.Extension}");
            await _send.Value(context);
        }
        finally
        {
            context.Request.Path = path;
            context.SetEndpoint(endpoint);
        }
    }

    private static RequestDelegate CreatePipeline(IServiceProvider services, string folder)
    {
        var app = new ApplicationBuilder(services);
        app.UseStaticFiles(new StaticFileOptions
        {
            // The files were selected before. The filters of the provider would leave out hidden files on Windows.
            FileProvider = new PhysicalFileProvider(folder, ExclusionFilters.None),
            ContentTypeProvider = new PublicContentTypes(),
            OnPrepareResponse = Prepare,
        });

        // The file was deleted after the start.
        app.Run(context => ProblemResponse.WriteAsync(
            context, new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = "Not Found" }));
        return app.Build();
    }

    private static void Prepare(StaticFileResponseContext prepared)
    {
        var (response, sent) = (prepared.Context.Response, prepared.Context.Features.GetRequiredFeature<Sent>());
        response.Headers.CacheControl = sent.CacheControl;
        response.Headers.XContentTypeOptions = "nosniff";
        if (sent.File.Encodings != PublicEncodings.None)
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }

        if (sent.Encoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding.Name;

            // A range would be one of the compressed bytes.
            response.Headers.Remove(HeaderNames.AcceptRanges);
            response.ContentType = response.ContentType is null ? null : PublicContentTypes.Of(sent.File.Name);
        }
    }

    /// <summary>Shared caches must not store a file that only some clients may read (RFC 9111 section 3).</summary>
    private static CacheControlHeaderValue ToPrivate(CacheControlHeaderValue value)
    {
        var guarded = CacheControlHeaderValue.Parse(value.ToString());
        guarded.Public = false;
        guarded.SharedMaxAge = null;
        guarded.Private = true;
        return guarded;
    }

    private sealed record Sent(PublicFile File, PublicEncoding? Encoding, string CacheControl);
}

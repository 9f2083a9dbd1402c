using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Operations;

/// <summary>Sends the id of each request in a response header, and makes it the trace identifier of the request.</summary>
/// <remarks>
/// The client's own id is used if it is short and has no special characters, so that it can be searched in logs. Otherwise the id is that of
/// the trace of W3C Trace Context, which starts with the <c>traceparent</c> header of the request. The header <c>traceresponse</c> for
/// responses is a draft, so it is not sent.
/// </remarks>
internal sealed class RequestIds(RequestDelegate next, string header)
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> _valid = SearchValues.Create(
        "+-./=@_:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public Task InvokeAsync(HttpContext context)
    {
        var id = context.Request.Headers[header] is [{ Length: > 0 and <= MaxLength } sent] && !sent.AsSpan().ContainsAnyExcept(_valid)
            ? sent
            : context.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToHexString() ?? context.TraceIdentifier;
        context.TraceIdentifier = id;
        context.Response.OnStarting(
            static state =>
            {
                var (context, header, id) = ((HttpContext, string, string))state;
                context.Response.Headers[header] = id;
                return Task.CompletedTask;
            },
            (context, header, id));
        return next(context);
    }
}

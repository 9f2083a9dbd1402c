using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>Writes an error as problem details (RFC 9457), with the application's own customization if it has one.</summary>
internal static class ProblemResponse
{
    private static readonly HashSet<string> _describeBody = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.AcceptRanges, HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.Expires, HeaderNames.LastModified,
        HeaderNames.TransferEncoding,
    };

    public static Task WriteAsync(HttpContext context, ApiException exception)
    {
        if (exception.RedirectUrl is { } url)
        {
            RemoveBodyHeaders(context.Response.Headers);
            context.Response.StatusCode = exception.Status;
            context.Response.Headers.Location = url;
            return Task.CompletedTask;
        }

        if (exception.IsFixedText)
        {
            // In OnStarting, because a customization can change the status, and then the phrase does not match.
            context.Response.OnStarting(
                static state =>
                {
                    var (context, exception) = ((HttpContext, ApiException))state;
                    if (context.Response.StatusCode == exception.Status)
                    {
                        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = exception.Message;
                    }

                    return Task.CompletedTask;
                },
                (context, exception));
        }

        if (exception.AcceptEncoding is { } encodings)
        {
            context.Response.Headers.AcceptEncoding = encodings;
        }

        var problem = exception.Errors is { } errors ? new HttpValidationProblemDetails(errors.ToDictionary()) : new ProblemDetails();
        problem.Status = exception.Status;
        problem.Title = exception.Message;
        problem.Detail = exception.Detail;
        return WriteAsync(context, problem);
    }

    /// <summary>Writes problem details. Keeps the headers that are set, except those that describe the body that was not sent.</summary>
    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        RemoveBodyHeaders(context.Response.Headers);

        // The connection is not closed: the server reads the rest of a body that was too large, up to its own limit and for at most
        // five seconds. Otherwise a client that is still sending would see a connection reset instead of the response.
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    /// <summary>Removes the headers that describe a body that was not sent.</summary>
    public static void RemoveBodyHeaders(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(DescribesBody).ToList())
        {
            headers.Remove(name);
        }
    }

    private static bool DescribesBody(string header) =>
        _describeBody.Contains(header)
        || (header.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            && !header.StartsWith(HeaderNames.ContentSecurityPolicy, StringComparison.OrdinalIgnoreCase));
}

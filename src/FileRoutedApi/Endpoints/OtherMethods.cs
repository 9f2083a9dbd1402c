using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Responds to methods that a file does not export: OPTIONS with 204 and others with 405, both with <c>Allow</c> (RFC 9110 section 10.2.1).
/// </summary>
internal sealed class OtherMethods(IEnumerable<string> exported)
{
    private readonly string _allow = string.Join(", ", Allowed(exported));

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.Allow = _allow;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return ProblemResponse.WriteAsync(context, new ProblemDetails
        {
            Status = StatusCodes.Status405MethodNotAllowed,
            Title = "Method Not Allowed",
            Detail = ProblemTexts.SupportedMethods(_allow),
        });
    }

    private static IEnumerable<string> Allowed(IEnumerable<string> exported)
    {
        var methods = exported.Append(HttpMethods.Options);
        return (methods.Contains(HttpMethods.Get) ? methods.Append(HttpMethods.Head) : methods)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }
}

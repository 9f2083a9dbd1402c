using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Responds to methods that a file does not export: OPTIONS with 204 and others with 405, both with <c>Allow</c> (RFC 9110 section 10.2.1).
/// If the file accepts WebSockets only, others are a 426.
/// </summary>
/// <param name="hasSocket">True if the file accepts WebSockets, which begin with GET.</param>
internal sealed class OtherMethods(IReadOnlyCollection<string> exported, bool hasSocket = false)
{
    private readonly string _allow = string.Join(", ", Allowed(exported, hasSocket));

    public Task InvokeAsync(HttpContext context)
    {
        if (hasSocket && exported.Count == 0 && !HttpMethods.IsOptions(context.Request.Method))
        {
            return SocketRequest.RequireUpgradeAsync(context);
        }

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

    private static IEnumerable<string> Allowed(IEnumerable<string> exported, bool hasSocket)
    {
        var methods = exported.Append(HttpMethods.Options);
        methods = methods.Contains(HttpMethods.Get) ? methods.Append(HttpMethods.Head) : methods;
        return (hasSocket ? methods.Append(HttpMethods.Get) : methods)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }
}

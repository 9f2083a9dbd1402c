using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace FileRoutedApi.Http;

/// <summary>Decides which exceptions are a response to a bad request, and which are faults of the handler.</summary>
internal static class HandlerExceptions
{
    /// <summary>Returns the response that an exception stands for; null if it is a fault.</summary>
    /// <param name="settings">What is known of the function; null outside of one.</param>
    public static ApiException? AsResponse(Exception exception, HandlerSettings? settings = null) => exception switch
    {
        ApiException answer => answer,
        BadHttpRequestException bad when ExceptionOrigin.IsOfRequest(bad, settings?.ParameterTypes ?? []) =>
            bad.InnerException as ApiException ?? BindingProblem.Describe(bad, settings?.ParameterNames),
        NotSupportedException when BindingProblem.IsOfCharset(exception) && ExceptionOrigin.IsOfForm(exception) =>
            ApiException.InvalidBody("A part of the form has a charset that is not supported.", exception),
        AggregateException several when several.Flatten().InnerExceptions is [var single] => AsResponse(single, settings),
        _ => null,
    };

    /// <summary>
    /// Whether the client went away, so that nobody is left to answer. A timeout of ASP.NET Core's cancels the same token,
    /// and its middleware waits for the exception.
    /// </summary>
    public static bool IsClientGone(Exception exception, HttpContext context, CancellationToken clientGone) =>
        ((clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException)
            || exception is ConnectionResetException or ConnectionAbortedException
            || exception is WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely })
        && context.Features.Get<IHttpRequestTimeoutFeature>() is not { RequestTimeoutToken.IsCancellationRequested: true };
}

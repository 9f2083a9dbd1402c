using System.Net.WebSockets;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace FileRoutedApi.Http;

/// <summary>Decides which exceptions become a response to the client, and which are errors of the handler.</summary>
internal static class HandlerExceptions
{
    /// <summary>Returns the response for an exception; null if the exception is an error of the handler.</summary>
    /// <param name="settings">The settings of the function; null outside of one.</param>
    public static ApiException? AsResponse(Exception exception, HandlerSettings? settings = null) => exception switch
    {
        ApiException problem => problem,
        BadHttpRequestException bad when ExceptionOrigin.IsFromRequest(bad, settings?.ParameterTypes ?? []) =>
            bad.InnerException as ApiException ?? BindingProblem.Describe(bad, settings?.ParameterNames),
        NotSupportedException when BindingProblem.IsUnsupportedCharset(exception) && ExceptionOrigin.IsFromForm(exception) =>
            ApiException.InvalidBody(ProblemTexts.FormPartCharset, exception),
        AggregateException several when several.Flatten().InnerExceptions is [var single] => AsResponse(single, settings),
        _ => null,
    };

    /// <summary>
    /// Returns true if the client has disconnected, so that no response can be sent. A request timeout of ASP.NET Core cancels the same
    /// token, but its middleware needs the exception.
    /// </summary>
    public static bool IsClientDisconnect(Exception exception, HttpContext context, CancellationToken clientDisconnected) =>
        ((clientDisconnected.IsCancellationRequested && exception is OperationCanceledException or IOException)
            || exception is ConnectionResetException or ConnectionAbortedException
            || exception is WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely })
        && context.Features.Get<IHttpRequestTimeoutFeature>() is not { RequestTimeoutToken.IsCancellationRequested: true };
}

using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>Which exceptions are an answer and which are a fault.</summary>
internal static class HandlerExceptions
{
    /// <summary>The answer that an exception stands for; null where it is a fault.</summary>
    /// <param name="showDetail">Whether the client may read of parameters and their types.</param>
    public static ApiException? AsAnswer(Exception exception, bool showDetail) => exception switch
    {
        ApiException answer => answer,
        BadHttpRequestException { InnerException: ApiException answer } => answer,
        BadHttpRequestException bad => ApiException.FromBadRequest(bad, showDetail),
        AggregateException several when several.Flatten().InnerExceptions is [var single] => AsAnswer(single, showDetail),
        _ => null,
    };

    /// <summary>Whether the client went away, so that nobody is left to answer.</summary>
    public static bool IsClientGone(Exception exception, CancellationToken clientGone) =>
        clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException;
}

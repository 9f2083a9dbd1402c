using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>Which exceptions are an answer and which are a fault.</summary>
internal static class HandlerExceptions
{
    /// <summary>The answer that an exception stands for; null where it is a fault.</summary>
    public static ApiException? AsAnswer(Exception exception) => exception switch
    {
        ApiException answer => answer,
        BadHttpRequestException { InnerException: ApiException answer } => answer,
        BadHttpRequestException bad => ApiException.FromBadRequest(bad),
        _ => null,
    };

    /// <summary>Whether the client went away, so that nobody is left to answer.</summary>
    public static bool IsClientGone(Exception exception, CancellationToken clientGone) =>
        clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException;
}

using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace FileRoutedApi.Endpoints;

/// <summary>Which exceptions are an answer and which are a fault.</summary>
internal static class HandlerExceptions
{
    /// <summary>The answer that an exception stands for; null where it is a fault.</summary>
    /// <param name="parameterNames">What clients call parameters that have another name in the code.</param>
    public static ApiException? AsAnswer(Exception exception, IReadOnlyDictionary<string, string>? parameterNames = null) => exception switch
    {
        ApiException answer => answer,
        BadHttpRequestException { InnerException: ApiException answer } => answer,
        BadHttpRequestException bad => BindingProblem.Describe(bad, parameterNames),
        NotSupportedException unsupported when BindingProblem.IsOfDiscriminator(unsupported) => BindingProblem.OfDiscriminator(unsupported),
        NotSupportedException unsupported when BindingProblem.IsOfCharset(unsupported) => ApiException.InvalidBody("A part of the form is in a charset that is not read.", unsupported),
        AggregateException several when several.Flatten().InnerExceptions is [var single] => AsAnswer(single, parameterNames),
        _ => null,
    };

    /// <summary>
    /// Whether the client went away, so that nobody is left to answer. A timeout of ASP.NET Core's cancels the same token,
    /// and its middleware waits for the exception.
    /// </summary>
    public static bool IsClientGone(Exception exception, HttpContext context, CancellationToken clientGone) =>
        (clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException)
        && context.Features.Get<IHttpRequestTimeoutFeature>() is not { RequestTimeoutToken.IsCancellationRequested: true };
}

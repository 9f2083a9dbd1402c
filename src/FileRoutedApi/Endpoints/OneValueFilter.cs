using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// An endpoint filter that detects single values by the returned result, if the return type of the function does not show it. Below a
/// middleware function, only a single value is held back until the middleware has returned; a stream is sent immediately.
/// </summary>
internal static class OneValueFilter
{
    /// <summary>Inspects the result of the function and of all inner filters.</summary>
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (FunctionResult.HasOneValue(result) && context.HttpContext.Features.Get<IHttpResponseBodyFeature>() is ResultBody body)
        {
            body.BufferWhole();
        }

        return result;
    }
}

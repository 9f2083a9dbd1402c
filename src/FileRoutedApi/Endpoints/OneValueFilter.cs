using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Below a middleware function, tells one value from a stream by the result, if the type of the function does not. Only a value waits
/// until the middleware has returned.
/// </summary>
internal static class OneValueFilter
{
    /// <summary>Looks at what the function, and every filter inside of this one, has returned.</summary>
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

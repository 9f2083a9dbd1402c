using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>The feature with the request and response of one call, from which parameters are bound.</summary>
internal sealed record HandlerCall(ApiRequest Request, ApiResponse Response)
{
    /// <exception cref="InvalidOperationException">The function is not in a route file.</exception>
    public static HandlerCall Of(HttpContext context) =>
        context.Features.Get<HandlerCall>()
        ?? throw new InvalidOperationException(UsageTexts.OutsideRouteFile);
}

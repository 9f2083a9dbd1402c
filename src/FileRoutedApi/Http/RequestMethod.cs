using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Http;

/// <summary>
/// Checks the case of methods. Methods are case-sensitive (RFC 9110 section 9.1), so <c>head</c> is not HEAD. ASP.NET Core compares them
/// case-insensitively and omits the body of the response to <c>head</c>, but the server still expects one of the announced length.
/// </summary>
internal static class RequestMethod
{
    public static bool IsHead(HttpContext context) => context.Request.Method == HttpMethods.Head;

    /// <summary>Responds with 501 to a standard method that is not in upper case, before the function runs.</summary>
    public static RequestDelegate RequireExactCase(RequestDelegate next) => context =>
        HttpMethods.GetCanonicalizedValue(context.Request.Method) is var method && method == context.Request.Method
            ? next(context)
            : ProblemResponse.WriteAsync(context, new ProblemDetails
            {
                Status = StatusCodes.Status501NotImplemented,
                Title = "Not Implemented",
                Detail = ProblemTexts.MethodCase(method),
            });
}

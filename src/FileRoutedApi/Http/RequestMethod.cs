using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Http;

/// <summary>
/// Methods are case-sensitive (RFC 9110 section 9.1), and <c>head</c> is not HEAD. ASP.NET Core compares them case-insensitively, and
/// then sends the length of a body without the body, while the server expects one.
/// </summary>
internal static class RequestMethod
{
    public static bool IsHead(HttpContext context) => context.Request.Method == HttpMethods.Head;

    /// <summary>Answers a standard method that is not in upper case with 501, before the function runs.</summary>
    public static RequestDelegate Exactly(RequestDelegate next) => context =>
        HttpMethods.GetCanonicalizedValue(context.Request.Method) is var method && method == context.Request.Method
            ? next(context)
            : ProblemResponse.WriteAsync(context, new ProblemDetails
            {
                Status = StatusCodes.Status501NotImplemented,
                Title = "Not Implemented",
                Detail = ProblemTexts.MethodCase(method),
            });
}

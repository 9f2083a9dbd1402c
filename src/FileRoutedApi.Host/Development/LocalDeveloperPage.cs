using FileRoutedApi.Development;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Shows the developer exception page of ASP.NET Core, for exceptions outside of route files, to local requests only. It has source code,
/// paths and the headers of the request.
/// </summary>
internal sealed class LocalDeveloperPage : IDeveloperPageExceptionFilter
{
    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) => LocalRequest.IsLocal(errorContext.HttpContext)
        ? next(errorContext)
        : ProblemAnswer.WriteAsync(
            errorContext.HttpContext, new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" });
}

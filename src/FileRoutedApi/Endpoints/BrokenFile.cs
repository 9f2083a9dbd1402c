using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Endpoints;

/// <summary>Answers for a file with errors: a 500 that names them in Development, and nothing of them elsewhere.</summary>
internal sealed class BrokenFile(IReadOnlyList<RouteDiagnostic> errors, IHostEnvironment environment, string root)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return ProblemAnswer.WriteAsync(context, new ProblemDetails { Status = 500, Title = "Internal Server Error", Detail = environment.IsDevelopment() ? errors[0].Message + root : null });
    }
}

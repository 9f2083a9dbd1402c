using FileRoutedApi.Development;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Endpoints;

/// <summary>Responds with 500 in place of a file with errors. Only local requests in Development see the errors.</summary>
internal sealed class BrokenFile(IReadOnlyList<RouteDiagnostic> errors, IHostEnvironment environment, SourceFolder folder)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (RequestTrace.Of(context) is { } trace)
        {
            trace.Errors = errors;
        }

        if (environment.IsDevelopment() && LocalRequest.IsLocal(context))
        {
            return ErrorPage.WriteAsync(context, ErrorReport.OfFile(folder, errors));
        }

        return ProblemResponse.WriteAsync(context, new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "Internal Server Error",
        });
    }
}

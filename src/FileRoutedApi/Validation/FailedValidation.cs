using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Validation;

/// <summary>
/// The result of a function that was not called because its arguments are not valid. Filters of the application see the status and the
/// errors. The response is written after them, like that of a thrown <see cref="ApiException"/>.
/// </summary>
internal sealed class FailedValidation(ApiException problem)
    : IResult, IStatusCodeHttpResult, IValueHttpResult, IValueHttpResult<HttpValidationProblemDetails>
{
    public int? StatusCode => problem.Status;

    public HttpValidationProblemDetails Value => new(problem.Errors!.ToDictionary()) { Status = problem.Status };

    object IValueHttpResult.Value => Value;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        return Task.CompletedTask;
    }

    /// <summary>Returns and removes the problem of a request whose validation failed; null if it did not fail.</summary>
    public static ApiException? Take(HttpContext context)
    {
        var failed = context.Features.Get<FailedValidation>();
        if (failed is not null)
        {
            context.Features.Set<FailedValidation>(null);
        }

        return failed?.Problem;
    }

    private ApiException Problem => problem;
}

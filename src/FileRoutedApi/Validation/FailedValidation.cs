using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Validation;

/// <summary>
/// The result of a call that was not made, because what it would have got is not valid. Filters of the application see the status and the
/// errors; the response is written once they have run, as that to a thrown <see cref="ApiException"/> is.
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

    /// <summary>Returns the problem of a request that has failed, once; null if it has not.</summary>
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

using Microsoft.AspNetCore.Mvc;

/// <summary>The errors of RealWorld.</summary>
record Failure(IDictionary<string, string[]> Errors);

/// <summary>Writes each error in the form of RealWorld: <c>{"errors":{"email":["is invalid"]}}</c>.</summary>
[Produces("application/json", Type = typeof(Failure))]
class ErrorWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;

        // A request is an envelope, such as { "user": { "email": "..." } }; the field in the error is 'email'.
        var errors = problem is HttpValidationProblemDetails { Errors.Count: > 0 } validation
            ? validation.Errors.ToDictionary(error => error.Key[(error.Key.IndexOf('.', StringComparison.Ordinal) + 1)..], error => error.Value)
            : new() { ["body"] = [problem.Detail ?? problem.Title ?? "failed"] };
        await context.HttpContext.Response.WriteAsJsonAsync(new Failure(errors), context.HttpContext.RequestAborted);
    }
}

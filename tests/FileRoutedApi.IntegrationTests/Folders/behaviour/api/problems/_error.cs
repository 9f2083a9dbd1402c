using Microsoft.AspNetCore.Mvc;

[ProducesResponseType<Failure>(400)]
IResult Handler(ApiException problem, Exception exception, ApiRequest req) => Results.Json(new Failure(
    problem.Message, problem.Status, problem.Errors?.Keys.Order().ToArray() ?? [], exception.GetType().Name, req.Url));

record Failure(string Error, int Status, string[] Fields, string Thrown, string Url);

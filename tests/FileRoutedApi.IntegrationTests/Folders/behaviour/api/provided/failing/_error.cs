string Handler([AsParameters] Failure failure, ILogger log) =>
    $"{failure.Error.Message} {log is not null} {failure.Context.RequestServices.GetService<Exception>() is null}";

record Failure(Exception Error, HttpContext Context);

/// <summary>Returns one user.</summary>
IResult GET(int id) => id == 0 ? Results.NotFound() : Results.Ok(new { id });

IResult POST(string id, ApiRequest req, Todo body) => Results.Ok(new { id, body, parsed = req.Body is not null });

void PUT(string id, ApiRequest req, ApiResponse res) => res.Status(202).Json(new { id, body = req.Body });

record Todo(string Title);

void Handler(ApiRequest req, ApiResponse res) => res.Json(req.BodyAs<Todo>());

record Todo(string Title, int Count, string[]? Tags, Todo? Next, bool Done = false, Guid? Id = null);

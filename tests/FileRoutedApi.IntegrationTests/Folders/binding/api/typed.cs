void Handler(ApiRequest<Todo> req, ApiResponse<Todo> res) => res.Status(201).Json(req.Body);

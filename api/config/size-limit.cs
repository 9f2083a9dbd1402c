var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "500kb" } } };

void Handler(ApiRequest req, ApiResponse res) => res.Json(new { length = req.Body?.Bytes.Length ?? 0 });

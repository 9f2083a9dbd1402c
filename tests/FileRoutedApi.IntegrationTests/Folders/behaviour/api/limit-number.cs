var config = new RouteConfig { Api = { BodyParser = { SizeLimit = 1000 } } };

void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Body?.Bytes.Length);

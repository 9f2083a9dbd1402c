var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "40mb" } } };

void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Body?.Bytes.Length);

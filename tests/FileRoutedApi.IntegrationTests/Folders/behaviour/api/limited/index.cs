var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "100mb" } } };

string POST(ApiRequest req) => $"{req.Body?.Bytes.Length}";

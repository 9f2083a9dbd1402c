var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "40mb" } } };

long POST(ApiRequest req) => req.Body.Bytes.Length;

var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "1kb" } } };

long POST(ApiRequest req) => req.Body.Bytes.Length;

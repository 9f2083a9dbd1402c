var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "200mb" } } };

string POST(IFormFile file) => $"{file.Length}";

var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "200mb" } } };

string POST(IFormFileCollection files) => $"{files.Sum(file => file.Length)}";

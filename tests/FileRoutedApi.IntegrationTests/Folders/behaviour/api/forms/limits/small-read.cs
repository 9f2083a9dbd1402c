var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "1kb" } } };

async Task<string> POST(HttpContext context) => $"{(await context.Request.ReadFormAsync()).Count}";

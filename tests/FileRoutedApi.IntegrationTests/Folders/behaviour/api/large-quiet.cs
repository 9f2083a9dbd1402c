var config = new RouteConfig { Api = { ResponseLimit = false } };

void Handler(ApiRequest req, ApiResponse res) => res.Send(new string('x', 5 * 1024 * 1024));

var config = new RouteConfig { Api = { ExternalResolver = true } };

void Handler(ApiRequest req, ApiResponse res) { }

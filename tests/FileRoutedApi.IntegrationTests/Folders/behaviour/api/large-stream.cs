var config = new RouteConfig { Api = { ResponseLimit = "1kb" } };

void Handler(ApiRequest req, ApiResponse res) => res.Send(new MemoryStream(new byte[1024]));

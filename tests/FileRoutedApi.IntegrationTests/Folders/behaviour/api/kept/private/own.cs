var config = new RouteConfig { Revalidate = 60 };

void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("Cache-Control", "public, max-age=5").Json(1);

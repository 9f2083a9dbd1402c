var config = new RouteConfig { Revalidate = 60, Tags = ["news"] };
var calls = 0;

void Handler(ApiRequest req, ApiResponse res) => res.Json(new { news = "The library is open on Sundays.", calls = ++calls });

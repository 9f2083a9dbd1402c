var config = new RouteConfig { Revalidate = 60, Cache = { Shared = true } };

string GET() => "cached";

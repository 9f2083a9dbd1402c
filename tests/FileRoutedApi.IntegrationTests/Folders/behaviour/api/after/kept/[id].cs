var config = new RouteConfig { Revalidate = 60, Cache = { Shared = true } };

string GET(string id) => $"kept {id.Length}";

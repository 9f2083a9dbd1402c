var config = new RouteConfig { Revalidate = false };

string GET(string[] rest) => $"rest {string.Join('/', rest)} {Guid.NewGuid()}";

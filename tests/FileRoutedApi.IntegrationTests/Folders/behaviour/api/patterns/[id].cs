var config = new RouteConfig { Revalidate = false };
var made = 0;

string GET(string id) => $"{id} {Interlocked.Increment(ref made)}";

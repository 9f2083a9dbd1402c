var config = new RouteConfig { Revalidate = false };
var made = 0;

string GET(ApiRequest req) => $"{Interlocked.Increment(ref made)}";

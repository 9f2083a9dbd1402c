var config = new RouteConfig { Revalidate = false };

string GET() => "report";

async Task POST(ApiResponse res) => await res.Revalidate("/api/kept/paths/report");

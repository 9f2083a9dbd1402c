var config = new RouteConfig { Revalidate = 60 };

string GET() => "the matcher does not name it";

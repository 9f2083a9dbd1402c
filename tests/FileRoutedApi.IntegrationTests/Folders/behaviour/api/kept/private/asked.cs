var config = new RouteConfig { Revalidate = 60 };

string GET() => "for members";

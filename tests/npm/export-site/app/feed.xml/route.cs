var config = new RouteConfig { Dynamic = RouteDynamic.ForceStatic };

IResult GET() => Results.Text("<feed/>", "application/xml");

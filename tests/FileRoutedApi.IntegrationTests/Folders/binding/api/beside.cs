void Handler(ApiRequest req, ApiResponse res, int value, Site site) => res.End($"{value} {site.Name} {req.Query["value"]}");

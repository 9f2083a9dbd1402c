object POST(ApiRequest req) => new { name = req.Body["name"], files = req.Body.Files.Count };

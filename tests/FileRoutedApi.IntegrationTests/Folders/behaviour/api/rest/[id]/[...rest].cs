object GET(ApiRequest req, string id, string rest) => new { id, rest, query = req.Query };

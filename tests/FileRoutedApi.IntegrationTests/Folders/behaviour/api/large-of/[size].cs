void Handler(ApiRequest req, ApiResponse res) => res.Send(new string('x', int.Parse(req.Query["size"])));

void Handler(ApiRequest req, ApiResponse res) => res.Send(req.Body);

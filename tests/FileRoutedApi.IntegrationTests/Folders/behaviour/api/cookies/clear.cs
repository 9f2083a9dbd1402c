void GET(ApiRequest req, ApiResponse res) => res.ClearCookie(req.Query["name"]).End();

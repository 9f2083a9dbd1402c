void GET(ApiRequest req, ApiResponse res) => res.Write("written");

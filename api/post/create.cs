void Handler(ApiRequest req, ApiResponse res) => res.End("Post: create");

void Handler(ApiRequest req, ApiResponse res) { }

[HttpMethods("get", "POST")]
void Handler(ApiRequest req, ApiResponse res) => res.End(req.Method);

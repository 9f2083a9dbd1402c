[HttpMethods("PUT", "DELETE")]
void Handler(ApiRequest req, ApiResponse res) => res.End("done");

// What a file beside it must not be passed over for.
var config = new RouteConfig { Api = { ExternalResolver = true } };

void Handler(ApiRequest req, ApiResponse res) => throw new ApiException(404, "Not Found");

void GET(ApiRequest req, ApiResponse res) => throw new ApiException(422, "refused");

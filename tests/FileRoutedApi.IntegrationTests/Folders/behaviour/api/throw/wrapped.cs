void Handler(ApiRequest req, ApiResponse res) => Task.Run(() => throw new ApiException(403, "Wrapped")).Wait();

Task Middleware(ApiRequest req, ApiResponse res, Next next) => next("/api" + req.Url["/api/versioned/v1".Length..]);

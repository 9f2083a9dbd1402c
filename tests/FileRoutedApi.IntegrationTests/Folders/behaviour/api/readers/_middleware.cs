var config = new MiddlewareConfig { BodyParser = { Enabled = true } };

void Middleware(ApiRequest req, ApiResponse res) => res
    .SetHeader("X-Body", (string)req.Body?["role"] ?? "none")
    .SetHeader("X-Query", (string)req.Query["role"] ?? "none");

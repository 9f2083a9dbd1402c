var count = 0;

void Handler(ApiRequest req, ApiResponse res) => res.Json(Interlocked.Increment(ref count));

using Embedded;

void Handler(ApiRequest req, ApiResponse res, Greeter greeter) => res.Json(new { message = greeter.Text });

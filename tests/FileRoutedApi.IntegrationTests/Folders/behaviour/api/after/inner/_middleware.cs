// A function that does not call next, in the style of ASP.NET Core and of Next.js, below one that does.
void Middleware(ApiRequest req, ApiResponse res) => res.Status(401).Json(new { error = "inner" });

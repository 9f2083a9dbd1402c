void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/(group)/(inner)/team/[...names]/route.cs").Json(req.Query);

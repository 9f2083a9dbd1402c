void GET(ApiRequest req, ApiResponse res) => res.SetHeader("X-File", "app/guide/[[...path]]/route.cs").Json(req.Query);

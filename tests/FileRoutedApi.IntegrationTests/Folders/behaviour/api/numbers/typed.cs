void POST(ApiRequest<Numbers> req, ApiResponse res) => res.Json(req.Body);
record Numbers(double? Double, float? Single, decimal? Decimal, double[]? Many, Dictionary<string, float>? Named, Numbers? Next, object? Any);

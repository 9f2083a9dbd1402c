Numbers POST(Numbers numbers) => numbers;
record Numbers(double? Double, float? Single, decimal? Decimal, double[]? Many, Dictionary<string, float>? Named, Numbers? Next, object? Any);

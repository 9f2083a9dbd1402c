string POST(ApiRequest<Shape> req) => req.Body.ToString();

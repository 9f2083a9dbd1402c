long POST(ApiRequest req) => req.Body.Bytes.Length;

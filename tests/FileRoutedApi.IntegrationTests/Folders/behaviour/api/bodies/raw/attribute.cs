using Microsoft.AspNetCore.Mvc;

[RequestSizeLimit(3_000_000)]
long POST(ApiRequest req) => req.Body.Bytes.Length;

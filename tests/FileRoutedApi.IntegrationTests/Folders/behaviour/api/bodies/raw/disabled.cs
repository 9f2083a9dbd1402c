using Microsoft.AspNetCore.Mvc;

[DisableRequestSizeLimit]
long POST(ApiRequest req) => req.Body.Bytes.Length;

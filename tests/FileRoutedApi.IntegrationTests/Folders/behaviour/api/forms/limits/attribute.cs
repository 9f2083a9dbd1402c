using Microsoft.AspNetCore.Mvc;

[RequestSizeLimit(200_000_000)]
string POST(IFormFile file) => $"{file.Length}";

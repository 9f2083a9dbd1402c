using Microsoft.AspNetCore.Mvc;

var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "200mb" } } };

string POST([FromForm] Upload upload) => $"{upload.File?.Length ?? upload.Text!.Length}";

record Upload(IFormFile? File, string? Text);

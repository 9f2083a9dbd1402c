using Microsoft.AspNetCore.Mvc;

var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "1kb" } } };

string POST(IFormFile? file, [FromForm] string? text) => $"{file?.Length ?? text!.Length}";

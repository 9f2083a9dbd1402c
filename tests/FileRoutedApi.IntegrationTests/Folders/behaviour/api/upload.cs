object POST(IFormFile file) => new { file.FileName, file.Length };

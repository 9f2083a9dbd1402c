string POST(IFormFile file) => file.FileName;

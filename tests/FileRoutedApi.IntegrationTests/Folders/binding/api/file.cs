string POST(IFormFile value) => $"{value.FileName} {value.Length}";

string POST(IFormFileCollection values) => string.Join('|', values.Select(file => file.FileName));

async Task<string> POST(Stream body) => await new StreamReader(body).ReadToEndAsync();

Html Page(string[] rest, ApiRequest req) => $"<p>{string.Join("|", rest)} {req.Query["q"]}</p>";

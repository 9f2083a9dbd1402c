object GET(string name) => new { name };

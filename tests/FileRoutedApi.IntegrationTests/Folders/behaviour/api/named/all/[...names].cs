object GET(string[] names) => new { names };

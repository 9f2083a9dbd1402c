string GET(string? role = null) => role ?? "none";

string POST([FromForm] string? role = null) => role ?? "none";

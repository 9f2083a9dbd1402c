using Microsoft.AspNetCore.Mvc;

string POST([FromForm] string? role = null) => role ?? "none";

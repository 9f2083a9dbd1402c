object GET() => new { name = "object" };

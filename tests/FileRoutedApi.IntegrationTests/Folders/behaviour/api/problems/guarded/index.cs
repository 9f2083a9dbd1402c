object GET() => "reached";

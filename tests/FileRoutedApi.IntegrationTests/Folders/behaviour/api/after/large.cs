string GET() => new('x', 300_000);

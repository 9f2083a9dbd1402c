string GET() => "catch-all";

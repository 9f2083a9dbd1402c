string GET() => "a";

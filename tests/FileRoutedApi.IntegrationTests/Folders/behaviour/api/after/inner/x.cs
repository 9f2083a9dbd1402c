string GET() => "never";

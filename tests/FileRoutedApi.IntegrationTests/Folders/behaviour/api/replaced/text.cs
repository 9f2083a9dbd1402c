string GET() => "hello";

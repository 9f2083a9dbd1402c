string GET() => "b";

string GET() => "text";

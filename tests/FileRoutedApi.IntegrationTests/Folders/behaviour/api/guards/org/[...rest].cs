string GET() => "api/guards/org/[...rest].cs";

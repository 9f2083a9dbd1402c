string GET() => "api/guards/org/[id]/home.cs";

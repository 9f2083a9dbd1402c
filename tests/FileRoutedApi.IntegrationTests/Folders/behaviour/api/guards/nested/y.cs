string GET() => "api/guards/nested/y.cs";

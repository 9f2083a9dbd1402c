string GET() => "api/guards/nested/inner/index.cs";

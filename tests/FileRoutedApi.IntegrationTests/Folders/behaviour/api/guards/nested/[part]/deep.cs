string GET() => "api/guards/nested/[part]/deep.cs";

string GET() => "api/guards/[tenant]/keys/index.cs";

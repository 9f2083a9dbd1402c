string GET() => "api/guards/[tenant]/[part]/show.cs";

string GET() => "api/guards/(group)/grouped.cs";

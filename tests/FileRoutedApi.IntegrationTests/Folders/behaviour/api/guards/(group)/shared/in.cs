string GET() => "api/guards/(group)/shared/in.cs";

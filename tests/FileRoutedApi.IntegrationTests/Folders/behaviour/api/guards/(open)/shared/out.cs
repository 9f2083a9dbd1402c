string GET() => "api/guards/(open)/shared/out.cs";

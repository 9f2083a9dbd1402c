string GET() => "api/guards/literal/x.cs";

string GET() => "api/guards/[...all].cs";

string GET() => "public home";

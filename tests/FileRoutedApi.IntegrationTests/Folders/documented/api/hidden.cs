[ExcludeFromDescription]
string GET() => "hidden";

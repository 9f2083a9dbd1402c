IResult GET() => Results.Content("<h1>x</h1>", "text/html");

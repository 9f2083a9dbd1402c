IResult GET() => Results.Text("content", "text/html");

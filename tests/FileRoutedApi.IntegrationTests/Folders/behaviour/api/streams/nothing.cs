IResult GET() => Results.Ok();

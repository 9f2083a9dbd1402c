IResult GET() => Results.Stream(async body => await body.WriteAsync("streamed"u8.ToArray()));

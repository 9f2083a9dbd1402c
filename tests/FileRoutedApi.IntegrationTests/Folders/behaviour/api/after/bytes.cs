IResult GET() => Results.Bytes("bytes"u8.ToArray());

var path = Path.GetTempFileName();
File.WriteAllText(path, "content");

IResult GET() => Results.File(path, "text/plain");

IResult GET() => Results.File(new byte[1000], "text/plain", enableRangeProcessing: true, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue("\"abc\""));

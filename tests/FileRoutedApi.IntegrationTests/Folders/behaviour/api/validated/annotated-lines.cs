object POST(List<AnnotatedLine> lines) => "reached";
object PUT(ApiRequest<Dictionary<string, AnnotatedLine[]>> req) => "reached";

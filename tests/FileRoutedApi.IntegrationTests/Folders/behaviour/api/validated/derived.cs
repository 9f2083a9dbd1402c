object POST(BigLine line) => "reached";
object PUT(List<BigLine> lines) => "reached";
object PATCH(ApiRequest<BigLine> req) => "reached";

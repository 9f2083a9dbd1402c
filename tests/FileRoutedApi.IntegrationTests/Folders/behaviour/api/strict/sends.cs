// What a handler sends is not checked.
object GET() => new Row(null!, [null!]);
Row POST() => new(null!, [null!]);
void PUT(ApiResponse res) => res.Json(new Row(null!, [null!]));

record Row(string Name, List<string> Tags);

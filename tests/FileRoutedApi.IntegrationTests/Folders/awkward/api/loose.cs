using Microsoft.AspNetCore.Http.HttpResults;
using System.Text.Json;
using System.Text.Json.Nodes;

JsonNode? GET() => null;

object POST(JsonElement body) => body;

IResult PUT(IFormFile file, IFormFileCollection more) => Results.Ok();

Results<Ok<Row>, NotFound, BadRequest<string>> PATCH(Row? row) => TypedResults.NotFound();

KeyValuePair<int, string> DELETE(Guid? id, DateOnly[] days, TimeSpan? span, Uri? uri) => new(1, "");

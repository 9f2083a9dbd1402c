using Microsoft.AspNetCore.Http.HttpResults;

Results<Ok<Item>, NotFound> GET() => TypedResults.Ok(new Item("typed"));

record Item(string Name);

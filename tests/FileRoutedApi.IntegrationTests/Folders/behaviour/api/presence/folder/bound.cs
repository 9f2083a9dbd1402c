using Microsoft.AspNetCore.Mvc;

object POST(Input? value) => new { has = value is not null };
object PUT(Input value) => "bound";
object PATCH(ApiRequest<Input> req) => "typed";
object DELETE([FromForm] string? a) => new { a };

record Input(int A);

using Microsoft.AspNetCore.Mvc;

object POST(Input? value) => new { value };
object PUT([FromBody] Guid? value) => new { value };
object PATCH([AsParameters] Both both) => new { both.Value };
object DELETE([FromBody] Level? value = Level.High) => new { value };

record Input(int A);
record struct Both(int? Page, [FromBody] DateOnly? Value);
enum Level { Low, High }

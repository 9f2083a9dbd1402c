using Microsoft.AspNetCore.Mvc;

object POST([FromBody] Level? value) => new { value };
object PUT([FromBody] int value = 5) => new { value };
object PATCH(Point? value) => new { value };
object DELETE([FromBody] string value = "default") => new { value };

enum Level { Low, High }
record struct Point(int X, int Y);

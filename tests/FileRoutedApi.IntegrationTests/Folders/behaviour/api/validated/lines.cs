using Microsoft.AspNetCore.Mvc;
object POST(List<ValidLine?> lines) => "reached";
object PUT(ValidLine[] lines) => "reached";
object PATCH([FromBody] IEnumerable<ValidLine> lines) => "reached";
object GET(LinesByName? lines) => "reached";

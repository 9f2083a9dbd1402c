using System.ComponentModel.DataAnnotations;
object GET([Required] string? q) => "reached";
